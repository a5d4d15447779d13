package dev.slipway.promql;

/// What a binary operator does with two floats.
enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    MODULO("%"),
    POWER("^"),
    ATAN2("atan2"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    TRIM_UPPER("</"),
    TRIM_LOWER(">/");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    boolean isComparison() {
        return switch (this) {
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER, ATAN2, TRIM_UPPER, TRIM_LOWER ->
                    false;
        };
    }

    /// Whether results keep the name of the metric: what is only filtered is still that metric.
    boolean keepsName() {
        return isComparison() || this == TRIM_UPPER || this == TRIM_LOWER;
    }

    double compute(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
            case POWER -> power(left, right);
            case ATAN2 -> Math.atan2(left, right);
            case EQUAL -> truth(left == right);
            case NOT_EQUAL -> truth(left != right);
            case LESS -> truth(left < right);
            case LESS_OR_EQUAL -> truth(left <= right);
            case GREATER -> truth(left > right);
            case GREATER_OR_EQUAL -> truth(left >= right);
            case TRIM_UPPER, TRIM_LOWER -> Double.NaN;
        };
    }

    /// As C has it, other than Java: 1 to any power is 1, and so is -1 to an infinite one.
    private static double power(double base, double exponent) {
        if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
            return 1;
        }
        return Math.pow(base, exponent);
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }
}
