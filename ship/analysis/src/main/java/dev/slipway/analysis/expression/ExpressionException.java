package dev.slipway.analysis.expression;

/// A text that is no expression, or an expression that has no value. The message says where.
public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExpressionException(int offset, String problem) {
        super(problem + " (character " + (offset + 1) + ")");
    }
}
