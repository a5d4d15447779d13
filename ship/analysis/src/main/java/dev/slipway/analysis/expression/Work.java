package dev.slipway.analysis.expression;

/// How much one evaluation may still do. Owned by the thread that evaluates.
final class Work {
    private static final long UNITS_MAX = 1_000_000;

    /// Elements of a list, or characters of a text.
    static final int SIZE_MAX = 1_000_000;

    private static final int CHARACTERS_PER_UNIT = 64;

    private long left = UNITS_MAX;

    void spend(long units, int offset) {
        left -= units;
        if (left < 0) {
            throw new ExpressionException(offset, "too much work");
        }
    }

    /// Before a text of this length is made or looked through.
    void spendText(long length, int offset) {
        if (length > SIZE_MAX) {
            throw new ExpressionException(offset, "a text of more than " + SIZE_MAX);
        }
        spend(1 + length / CHARACTERS_PER_UNIT, offset);
    }
}
