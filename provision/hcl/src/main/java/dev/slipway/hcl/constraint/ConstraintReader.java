package dev.slipway.hcl.constraint;

import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a [TypeConstraint] of an expression. Belongs to one thread.
final class ConstraintReader {
    private static final String INVALID = "Invalid type specification";
    private static final List<String> NAMES =
            List.of(
                    "string",
                    "number",
                    "bool",
                    "any",
                    "list",
                    "set",
                    "map",
                    "object",
                    "tuple",
                    "optional");

    private final Diagnostics diagnostics;

    ConstraintReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    TypeConstraint read(Expression expression) {
        return switch (expression) {
            case Expression.Variable variable -> named(variable.name(), variable.range());
            case Expression.Call call -> constructed(call);
            case Expression.Template template -> quoted(template);
            case Expression.Parentheses _,
                    Expression.NumberLiteral _,
                    Expression.BoolLiteral _,
                    Expression.NullLiteral _,
                    Expression.GetAttribute _,
                    Expression.Index _,
                    Expression.Splat _,
                    Expression.Element _,
                    Expression.Unary _,
                    Expression.Binary _,
                    Expression.Conditional _,
                    Expression.TupleLiteral _,
                    Expression.ObjectLiteral _,
                    Expression.For _ ->
                    wrong(
                            "A type specification is either a primitive type keyword (bool,"
                                    + " number, string) or a complex type constructor call, like"
                                    + " list(string).",
                            expression.range());
        };
    }

    private TypeConstraint named(String name, SourceRange range) {
        return switch (name) {
            case "string" -> plain(Type.Primitive.STRING);
            case "number" -> plain(Type.Primitive.NUMBER);
            case "bool" -> plain(Type.Primitive.BOOL);
            case "any" -> TypeConstraint.ANY;
            // From before types had arguments; still accepted.
            case "list" -> plain(Type.list(Type.Any.DYNAMIC));
            case "map" -> plain(Type.map(Type.Any.DYNAMIC));
            case "set" -> wrong(needsElementType(name), range);
            case "object" ->
                    wrong(
                            "The object type constructor requires one argument specifying the"
                                    + " attribute types and values as a map.",
                            range);
            case "tuple" ->
                    wrong(
                            "The tuple type constructor requires one argument specifying the"
                                    + " element types as a list.",
                            range);
            default ->
                    wrong(
                            "The keyword \""
                                    + name
                                    + "\" is not a valid type specification."
                                    + Suggestion.didYouMean(name, NAMES),
                            range);
        };
    }

    private static String needsElementType(String name) {
        return "The "
                + name
                + " type constructor requires one argument specifying the element type.";
    }

    private TypeConstraint quoted(Expression.Template template) {
        String text = template.literal();
        diagnostics.error(
                "Invalid quoted type constraints",
                "Type constraints are not quoted"
                        + (text == null
                                ? "."
                                : ": write " + text + " instead of \"" + text + "\"."),
                template.range());
        return TypeConstraint.ANY;
    }

    private TypeConstraint constructed(Expression.Call call) {
        return switch (call.name()) {
            case "list", "set", "map" -> collection(call);
            case "object" -> object(call);
            case "tuple" -> tuple(call);
            case "optional" ->
                    wrong(
                            "Keyword \"optional\" is valid only as a modifier for object type"
                                    + " attributes.",
                            call.range());
            case "string", "number", "bool", "any" ->
                    wrong(
                            "Primitive type keyword \""
                                    + call.name()
                                    + "\" does not expect arguments.",
                            call.range());
            default ->
                    wrong(
                            "Keyword \""
                                    + call.name()
                                    + "\" is not a valid type constructor."
                                    + Suggestion.didYouMean(call.name(), NAMES),
                            call.range());
        };
    }

    private TypeConstraint collection(Expression.Call call) {
        if (call.arguments().size() != 1 || call.expands()) {
            return wrong(needsElementType(call.name()), call.range());
        }
        TypeConstraint element = read(call.arguments().getFirst());
        Type type =
                switch (call.name()) {
                    case "list" -> Type.list(element.type());
                    case "set" -> Type.set(element.type());
                    default -> Type.map(element.type());
                };
        return new TypeConstraint(
                type,
                element.defaults() instanceof Defaults.Nothing
                        ? Defaults.none()
                        : new Defaults.OfElements(element.defaults()));
    }

    private TypeConstraint tuple(Expression.Call call) {
        if (call.arguments().size() != 1
                || !(call.arguments().getFirst() instanceof Expression.TupleLiteral literal)) {
            return wrong(
                    "The tuple type constructor requires one argument specifying the element"
                            + " types as a list.",
                    call.range());
        }
        List<TypeConstraint> elements = literal.elements().stream().map(this::read).toList();
        boolean none = elements.stream().allMatch(e -> e.defaults() instanceof Defaults.Nothing);
        return new TypeConstraint(
                Type.tuple(elements.stream().map(TypeConstraint::type).toList()),
                none
                        ? Defaults.none()
                        : new Defaults.OfTuple(
                                elements.stream().map(TypeConstraint::defaults).toList()));
    }

    private TypeConstraint object(Expression.Call call) {
        if (call.arguments().size() != 1
                || !(call.arguments().getFirst() instanceof Expression.ObjectLiteral literal)) {
            return wrong(
                    "The object type constructor requires one argument specifying the attribute"
                            + " types and values as a map.",
                    call.range());
        }
        Attributes attributes = new Attributes();
        literal.items().forEach(item -> attribute(item, attributes));
        return attributes.constraint();
    }

    private void attribute(Expression.Item item, Attributes attributes) {
        String name = name(item.key());
        if (name == null) {
            wrong("Object constructor map keys must be attribute names.", item.key().range());
            return;
        }
        if (attributes.types.containsKey(name)) {
            wrong("The attribute \"" + name + "\" is there more than once.", item.key().range());
            return;
        }
        if (!(item.value() instanceof Expression.Call call && call.name().equals("optional"))) {
            attributes.add(name, read(item.value()));
            return;
        }
        int arguments = call.arguments().size();
        if (arguments == 0 || arguments > 2) {
            wrong(
                    "Optional attribute modifier expects one or two arguments: the attribute"
                            + " type, and a default value; found "
                            + arguments
                            + ".",
                    call.range());
            return;
        }
        TypeConstraint type = read(call.arguments().getFirst());
        attributes.add(name, type);
        attributes.optional.add(name);
        if (arguments == 2) {
            Value standIn = standIn(call.arguments().get(1), type);
            if (standIn != null) {
                attributes.values.put(name, standIn);
            }
        }
    }

    private static @Nullable String name(Expression key) {
        return switch (key) {
            case Expression.Variable variable -> variable.name();
            case Expression.Template template -> template.literal();
            default -> null;
        };
    }

    private @Nullable Value standIn(Expression expression, TypeConstraint type) {
        Diagnostics own = new Diagnostics();
        Value value = new Evaluator(Scope.of(Map.of(), Map.of()), own).value(expression);
        diagnostics.addAll(own);
        if (own.hasErrors()) {
            return null;
        }
        try {
            Value converted = Conversion.convert(value, type.type());
            return converted.isNull() && value.equals(Values.NULL) ? null : converted;
        } catch (ConversionException e) {
            diagnostics.error(
                    "Invalid default value for optional attribute",
                    "This default value is not compatible with the attribute's type constraint: "
                            + e.getMessage()
                            + ".",
                    expression.range());
            return null;
        }
    }

    private static TypeConstraint plain(Type type) {
        return new TypeConstraint(type, Defaults.none());
    }

    private TypeConstraint wrong(String detail, SourceRange range) {
        diagnostics.error(INVALID, detail, range);
        return TypeConstraint.ANY;
    }

    /// An object's attributes while they are read.
    private static final class Attributes {
        private final Map<String, Type> types = new HashMap<>();
        private final Set<String> optional = new HashSet<>();
        private final Map<String, Value> values = new HashMap<>();
        private final Map<String, Defaults> inside = new HashMap<>();

        private void add(String name, TypeConstraint constraint) {
            types.put(name, constraint.type());
            if (!(constraint.defaults() instanceof Defaults.Nothing)) {
                inside.put(name, constraint.defaults());
            }
        }

        private TypeConstraint constraint() {
            return new TypeConstraint(
                    Type.object(types, optional),
                    values.isEmpty() && inside.isEmpty()
                            ? Defaults.none()
                            : new Defaults.OfObject(values, inside));
        }
    }
}
