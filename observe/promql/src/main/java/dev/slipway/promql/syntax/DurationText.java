package dev.slipway.promql.syntax;

import dev.slipway.series.GoNumbers;

/// Writes durations.
final class DurationText {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] UNIT_MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };

    /// How many of the units, the largest, are used only where nothing else is needed.
    private static final int EXACT_UNITS = 2;

    private DurationText() {}

    /// Between brackets or after `offset`: a length alone is always written with units.
    static String of(DurationExpr duration) {
        return duration instanceof DurationExpr.Literal literal
                ? millis(literal.millis())
                : part(duration);
    }

    static String seconds(double seconds) {
        return millis(Math.round(seconds * 1_000));
    }

    private static String part(DurationExpr duration) {
        return switch (duration) {
            case DurationExpr.Literal literal ->
                    literal.duration()
                            ? millis(literal.millis())
                            : GoNumbers.plain(literal.seconds());
            case DurationExpr.Step _ -> "step()";
            case DurationExpr.Range _ -> "range()";
            case DurationExpr.Wrapped wrapped -> "(" + part(wrapped.inner()) + ")";
            case DurationExpr.Negate negate -> "-" + part(negate.operand());
            case DurationExpr.Combine combine -> combined(combine);
        };
    }

    private static String combined(DurationExpr.Combine combine) {
        String left = part(combine.left());
        String right = part(combine.right());
        String operator = combine.operator().text();
        return combine.operator().isFunction()
                ? operator + "(" + left + ", " + right + ")"
                : left + " " + operator + " " + right;
    }

    private static String millis(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder(millis < 0 ? "-" : "");
        long rest = Math.abs(millis);
        for (int i = 0; i < UNITS.length; i++) {
            boolean used = i < EXACT_UNITS ? rest % UNIT_MILLIS[i] == 0 : rest >= UNIT_MILLIS[i];
            if (used && rest > 0) {
                text.append(rest / UNIT_MILLIS[i]).append(UNITS[i]);
                rest %= UNIT_MILLIS[i];
            }
        }
        return text.toString();
    }
}
