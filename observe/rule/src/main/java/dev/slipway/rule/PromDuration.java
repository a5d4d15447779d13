package dev.slipway.rule;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Prometheus writes them: `1h30m`, `500ms`, `0`.
final class PromDuration {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?:(\\d{1,12})y)?(?:(\\d{1,12})w)?(?:(\\d{1,12})d)?(?:(\\d{1,12})h)?"
                            + "(?:(\\d{1,12})m)?(?:(\\d{1,12})s)?(?:(\\d{1,15})ms)?");
    private static final long[] UNIT_MILLIS = {
        365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1
    };
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

    /// Longer ones would not fit into nanoseconds.
    private static final long MILLIS_MAX = Long.MAX_VALUE / 1_000_000;

    private PromDuration() {}

    /// Throws [IllegalArgumentException].
    static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = SHAPE.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "duration: \"" + text + "\" (expected: one such as 30s, 5m or 1h30m)");
        }
        double total = 0;
        for (int i = 0; i < UNITS.length; i++) {
            String count = matcher.group(i + 1);
            total += count == null ? 0 : (double) Long.parseLong(count) * UNIT_MILLIS[i];
        }
        if (total > MILLIS_MAX) {
            throw new IllegalArgumentException("duration: " + text + " (expected: < 292y)");
        }
        long millis = 0;
        for (int i = 0; i < UNITS.length; i++) {
            String count = matcher.group(i + 1);
            millis += count == null ? 0 : Long.parseLong(count) * UNIT_MILLIS[i];
        }
        return Duration.ofMillis(millis);
    }

    static String text(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < UNITS.length; i++) {
            // Years and weeks only where nothing is left over, so that 8d stays 8d.
            boolean whole = i > 1 || rest % UNIT_MILLIS[i] == 0;
            long count = whole ? rest / UNIT_MILLIS[i] : 0;
            if (count > 0) {
                out.append(count).append(UNITS[i]);
                rest -= count * UNIT_MILLIS[i];
            }
        }
        return out.toString();
    }
}
