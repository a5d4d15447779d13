package dev.slipway.hcl.eval;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.TemplatePart;
import dev.slipway.hcl.text.Texts;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One evaluation of a template: appends what is known, and keeps the beginning if the rest is not.
/// Owned by the evaluator that made it.
final class TemplateEvaluation {
    /// A template of loops may not fill the memory.
    private static final int LENGTH_MAX = 64 * 1024 * 1024;

    private static final String INVALID = "Invalid template interpolation value";

    private final Evaluator evaluator;
    private final StringBuilder text = new StringBuilder();
    private final Set<Mark> marks = new HashSet<>();
    private boolean known = true;

    TemplateEvaluation(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value template(Expression.Template template) {
        if (template.wraps()
                && template.parts().getFirst() instanceof TemplatePart.Interpolation only) {
            return evaluator.value(only.expression());
        }
        append(template.parts(), evaluator);
        return result().withMarks(marks);
    }

    private Value result() {
        if (known) {
            return Value.of(text.toString());
        }
        Refinement refinement = Refinement.NOT_NULL.withPrefix(safePrefix(text.toString()));
        return refinement.of(Type.Primitive.STRING);
    }

    /// The last character might combine with what follows.
    private static String safePrefix(String prefix) {
        List<String> graphemes = Texts.graphemes(prefix);
        if (graphemes.isEmpty()) {
            return "";
        }
        return prefix.substring(0, prefix.length() - graphemes.getLast().length());
    }

    private void append(List<TemplatePart> parts, Evaluator inner) {
        for (TemplatePart part : parts) {
            switch (part) {
                case TemplatePart.Literal literal -> append(literal.text(), literal.range());
                case TemplatePart.Interpolation interpolation ->
                        append(
                                inner.value(interpolation.expression()),
                                interpolation.expression(),
                                inner);
                case TemplatePart.If condition -> branch(condition, inner);
                case TemplatePart.For loop -> loop(loop, inner);
            }
        }
    }

    private void append(String piece, SourceRange range) {
        if (!known) {
            return;
        }
        if (text.length() + piece.length() > LENGTH_MAX) {
            known = false;
            evaluator
                    .diagnostics()
                    .error(
                            "Template too large",
                            "The result would be longer than " + LENGTH_MAX + " characters.",
                            range);
            return;
        }
        text.append(piece);
    }

    private void append(Value value, Expression expression, Evaluator inner) {
        Value plain = Values.withoutMarks(value, marks);
        if (plain instanceof Value.Null) {
            inner.fail(
                    INVALID,
                    "The expression result is null. Cannot include a null value in a string"
                            + " template.",
                    expression.range(),
                    expression);
            known = false;
            return;
        }
        if (!plain.isKnown()) {
            known = false;
            return;
        }
        try {
            Value string = Conversion.convert(plain, Type.Primitive.STRING);
            append(Values.text(string), expression.range());
        } catch (ConversionException problem) {
            known = false;
            inner.fail(
                    INVALID,
                    "Cannot include the given value in a string template: "
                            + problem.getMessage()
                            + ".",
                    expression.range(),
                    expression);
        }
    }

    private void branch(TemplatePart.If part, Evaluator inner) {
        Value condition = bool(part.condition(), inner);
        if (condition == null || !condition.isKnown()) {
            known = false;
        } else {
            append(Values.isTrue(condition) ? part.whenTrue() : part.whenFalse(), inner);
        }
    }

    private @Nullable Value bool(Expression expression, Evaluator inner) {
        Value given = Values.withoutMarks(inner.value(expression), marks);
        if (given.isNull()) {
            inner.fail(
                    "Null condition",
                    "The condition value is null. Conditions must either be true or false.",
                    expression.range(),
                    expression);
            return null;
        }
        if (!given.isKnown()) {
            return given;
        }
        try {
            return Conversion.convert(given, Type.Primitive.BOOL);
        } catch (ConversionException problem) {
            inner.fail(
                    "Incorrect condition type",
                    "The condition expression must be of type bool.",
                    expression.range(),
                    expression);
            return null;
        }
    }

    private void loop(TemplatePart.For part, Evaluator inner) {
        Value given = inner.value(part.collection());
        marks.addAll(given.marks());
        Value collection = given.unmarked();
        if (collection instanceof Value.Null) {
            known = false;
            inner.fail(
                    "Iteration over null value",
                    "A null value cannot be used as the collection in a 'for' expression.",
                    part.collection().range(),
                    part.collection());
            return;
        }
        if (collection.type().isPrimitive()) {
            known = false;
            inner.fail(
                    "Iteration over non-iterable value",
                    "A value of type "
                            + collection.type().friendlyName()
                            + " cannot be used as the collection in a 'for' expression.",
                    part.collection().range(),
                    part.collection());
            return;
        }
        if (!collection.isKnown()) {
            known = false;
            return;
        }
        Iterations.forEach(
                collection,
                (key, value) -> {
                    Map<String, Value> variables = new HashMap<>();
                    if (part.names().key() != null) {
                        variables.put(part.names().key(), key);
                    }
                    variables.put(part.names().value(), value);
                    append(part.body(), inner.in(inner.scope().with(variables)));
                });
    }
}
