package dev.slipway.promql.syntax;

/// The operators between two expressions. Immutable.
public enum BinaryOperator {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_OR_EQUAL(">=", 3),
    TRIM_UPPER("</", 3),
    TRIM_LOWER(">/", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 5),
    DIVIDE("/", 5),
    MODULO("%", 5),
    ATAN2("atan2", 5),
    POWER("^", 6);

    private final String text;
    private final int precedence;

    BinaryOperator(String text, int precedence) {
        this.text = text;
        this.precedence = precedence;
    }

    public String text() {
        return text;
    }

    /// Higher binds tighter.
    public int precedence() {
        return precedence;
    }

    public boolean isRightAssociative() {
        return this == POWER;
    }

    public boolean isSet() {
        return precedence <= 2;
    }

    /// Whether it compares, and so may carry `bool`.
    public boolean isComparison() {
        return precedence == 3 && this != TRIM_UPPER && this != TRIM_LOWER;
    }
}
