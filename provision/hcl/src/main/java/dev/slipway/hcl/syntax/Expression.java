package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that yields a value. Every node knows the range it was written at.
public sealed interface Expression {
    SourceRange range();

    /// Where it begins to be what it is: the place people are shown if it is wrong as a whole, such
    /// as `name(` of a call, which may go on for many lines.
    default SourceRange opening() {
        return switch (this) {
            case Call call -> call.nameAndParenthesis();
            case TupleLiteral tuple -> first(tuple.range());
            case ObjectLiteral object -> first(object.range());
            case For loop -> first(loop.range());
            case Unary unary -> first(unary.range());
            case Binary binary -> binary.left().opening();
            case Conditional conditional -> conditional.condition().opening();
            case Parentheses parentheses -> parentheses.inner().opening();
            case Splat splat -> splat.symbol();
            case Template template ->
                    template.wraps() || template.parts().isEmpty()
                            ? template.range()
                            : template.parts().getFirst().range();
            case NumberLiteral _,
                    BoolLiteral _,
                    NullLiteral _,
                    Variable _,
                    GetAttribute _,
                    Index _,
                    Element _ ->
                    range();
        };
    }

    private static SourceRange first(SourceRange range) {
        return new SourceRange(range.source(), range.start(), range.start() + 1);
    }

    /// A number as it was written.
    record NumberLiteral(SourceRange range, String digits) implements Expression {}

    record BoolLiteral(SourceRange range, boolean isTrue) implements Expression {}

    record NullLiteral(SourceRange range) implements Expression {}

    /// A quoted text or a heredoc. If `wraps` is set, the template is nothing but one interpolation
    /// and yields that expression's value, whatever its type.
    record Template(SourceRange range, List<TemplatePart> parts, boolean wraps)
            implements Expression {
        public Template {
            parts = List.copyOf(parts);
        }

        /// The text, if the template is nothing but text.
        public @Nullable String literal() {
            StringBuilder text = new StringBuilder();
            for (TemplatePart part : parts) {
                if (!(part instanceof TemplatePart.Literal literal)) {
                    return null;
                }
                text.append(literal.text());
            }
            return text.toString();
        }
    }

    record Parentheses(SourceRange range, Expression inner) implements Expression {}

    /// A name that the scope gives a value.
    record Variable(SourceRange range, String name) implements Expression {}

    record GetAttribute(SourceRange range, Expression object, String name, SourceRange nameRange)
            implements Expression {
        /// The name and the dot before it.
        public SourceRange step() {
            return object.range().atEnd().to(nameRange);
        }
    }

    /// An element by key; `brackets` is where the key was written, with its brackets.
    record Index(SourceRange range, Expression collection, Expression key, SourceRange brackets)
            implements Expression {}

    /// `source[*].each` or `source.*.each`: `each` is evaluated for every element, which stands in
    /// it as [Element]. `symbol` is where the star is.
    record Splat(SourceRange range, Expression source, Expression each, SourceRange symbol)
            implements Expression {}

    /// The element that a splat is at.
    record Element(SourceRange range) implements Expression {}

    /// A function call; if `expands` is set, the last argument gives all further ones.
    record Call(
            SourceRange range,
            String name,
            SourceRange nameRange,
            List<Expression> arguments,
            boolean expands)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        SourceRange nameAndParenthesis() {
            int open = range.source().text().indexOf('(', nameRange.end());
            return new SourceRange(range.source(), nameRange.start(), open + 1);
        }
    }

    record Unary(SourceRange range, UnaryOperator operator, Expression operand)
            implements Expression {}

    record Binary(SourceRange range, BinaryOperator operator, Expression left, Expression right)
            implements Expression {}

    record Conditional(
            SourceRange range, Expression condition, Expression whenTrue, Expression whenFalse)
            implements Expression {}

    record TupleLiteral(SourceRange range, List<Expression> elements) implements Expression {
        public TupleLiteral {
            elements = List.copyOf(elements);
        }
    }

    record ObjectLiteral(SourceRange range, List<Item> items) implements Expression {
        public ObjectLiteral {
            items = List.copyOf(items);
        }
    }

    /// One attribute of an object. A key that is a bare name stands for itself.
    record Item(Expression key, Expression value) {
        /// The key's name, if it is a bare one.
        public @Nullable String bareKey() {
            return switch (key) {
                case Variable variable -> variable.name();
                case BoolLiteral bool -> Boolean.toString(bool.isTrue());
                case NullLiteral ignored -> "null";
                case NumberLiteral ignored -> null;
                case Template ignored -> null;
                case Parentheses ignored -> null;
                case GetAttribute ignored -> null;
                case Index ignored -> null;
                case Splat ignored -> null;
                case Element ignored -> null;
                case Call ignored -> null;
                case Unary ignored -> null;
                case Binary ignored -> null;
                case Conditional ignored -> null;
                case TupleLiteral ignored -> null;
                case ObjectLiteral ignored -> null;
                case For ignored -> null;
            };
        }
    }

    /// `[for …]` if `key` is absent, else `{for …}`; `grouped` is `…` after the value.
    record For(
            SourceRange range,
            ForNames names,
            Expression collection,
            @Nullable Expression key,
            Expression value,
            @Nullable Expression condition,
            boolean grouped)
            implements Expression {}

    /// The names a `for` gives to the element and, if wanted, to its key.
    record ForNames(@Nullable String key, String value, SourceRange range) {}

    /// `!x` and `-x`.
    enum UnaryOperator {
        NOT,
        NEGATE
    }

    /// Operators between two operands, by how strongly they bind.
    enum BinaryOperator {
        OR(1),
        AND(2),
        EQUAL(3),
        NOT_EQUAL(3),
        LESS(4),
        LESS_OR_EQUAL(4),
        GREATER(4),
        GREATER_OR_EQUAL(4),
        ADD(5),
        SUBTRACT(5),
        MULTIPLY(6),
        DIVIDE(6),
        MODULO(6);

        private final int strength;

        BinaryOperator(int strength) {
            this.strength = strength;
        }

        int strength() {
            return strength;
        }

        static @Nullable BinaryOperator of(TokenKind kind) {
            return switch (kind) {
                case OR -> OR;
                case AND -> AND;
                case EQUAL -> EQUAL;
                case NOT_EQUAL -> NOT_EQUAL;
                case LESS -> LESS;
                case LESS_OR_EQUAL -> LESS_OR_EQUAL;
                case GREATER -> GREATER;
                case GREATER_OR_EQUAL -> GREATER_OR_EQUAL;
                case PLUS -> ADD;
                case MINUS -> SUBTRACT;
                case STAR -> MULTIPLY;
                case SLASH -> DIVIDE;
                case PERCENT -> MODULO;
                default -> null;
            };
        }
    }
}
