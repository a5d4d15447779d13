package dev.slipway.hcl.eval;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Lexer;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A variable, and how far from it the attributes and indexes can be read off without evaluating
/// anything: `var.list[0].name`. Immutable.
public record Reference(String root, List<Step> steps, SourceRange range) {
    /// One attribute or index; the key is a text or a number.
    public record Step(Value key, SourceRange range) {
        /// Whether it stands after a dot, as the attributes of objects do.
        public boolean isAttribute() {
            return key instanceof Value.Text && !range.text().startsWith("[");
        }
    }

    public Reference {
        steps = List.copyOf(steps);
    }

    /// The reference an expression is, or `null` if it is something else.
    public static @Nullable Reference of(Expression expression) {
        Deque<Step> steps = new ArrayDeque<>();
        Expression at = expression;
        while (true) {
            switch (at) {
                case Expression.Variable variable -> {
                    return new Reference(variable.name(), List.copyOf(steps), expression.range());
                }
                case Expression.GetAttribute get -> {
                    steps.addFirst(new Step(Value.of(get.name()), get.nameRange()));
                    at = get.object();
                }
                case Expression.Index index -> {
                    Value key = constant(index.key());
                    if (key == null) {
                        return null;
                    }
                    steps.addFirst(new Step(key, index.brackets()));
                    at = index.collection();
                }
                default -> {
                    return null;
                }
            }
        }
    }

    private static @Nullable Value constant(Expression key) {
        if (key instanceof Expression.NumberLiteral literal) {
            BigFloat number = BigFloat.parse(literal.digits());
            return number == null ? null : Value.of(number);
        }
        String text = key instanceof Expression.Template template ? template.literal() : null;
        return text == null ? null : Value.of(text);
    }

    /// Where its first steps are written, and the root before them.
    public SourceRange range(int count) {
        SourceRange first =
                new SourceRange(range.source(), range.start(), range.start() + root.length());
        return count == 0 ? first : first.to(steps.get(count - 1).range());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(root);
        for (Step step : steps) {
            if (step.key() instanceof Value.Text(String name)) {
                text.append(
                        Lexer.isIdentifier(name) ? "." + name : "[" + GoQuote.quoted(name) + "]");
            } else if (step.key() instanceof Value.Numeric(BigFloat number)) {
                text.append('[').append(number).append(']');
            }
        }
        return text.toString();
    }
}
