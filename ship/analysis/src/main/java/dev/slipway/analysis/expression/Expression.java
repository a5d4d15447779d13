package dev.slipway.analysis.expression;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An expression that has been read. Immutable and thread-safe.
public final class Expression {
    private final String text;
    private final Node root;

    private Expression(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    /// Throws [ExpressionException] if the text is none.
    public static Expression parse(String text) {
        return new Expression(text, new Parser(Lexer.tokens(text)).parse());
    }

    /// The value, given those of the variables. Throws [ExpressionException] if there is none.
    public @Nullable Object evaluate(Map<String, ? extends @Nullable Object> variables) {
        return new Evaluator(variables).value(root);
    }

    /// The value of an expression that has to be true or false.
    public boolean isTrue(Map<String, ? extends @Nullable Object> variables) {
        Object value = evaluate(variables);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new ExpressionException(0, "expected bool, but got " + Values.typeName(value));
    }

    @Override
    public String toString() {
        return text;
    }
}
