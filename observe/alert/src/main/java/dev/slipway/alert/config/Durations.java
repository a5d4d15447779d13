package dev.slipway.alert.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Prometheus writes them: `30s`, `1h30m`, `0`. Stateless.
public final class Durations {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(\\d{1,9})y)?(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?"
                            + "(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final long[] UNIT_MILLIS = {
        365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
    };

    private Durations() {}

    /// Throws [IllegalArgumentException] if the text is no duration.
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher found = FORM.matcher(text);
        if (text.isEmpty() || !found.matches()) {
            throw new IllegalArgumentException(
                    "found `%s`, expected a duration such as `30s`, `5m` or `1h30m`"
                            .formatted(text));
        }
        Duration total = Duration.ZERO;
        for (int i = 0; i < UNIT_MILLIS.length; i++) {
            String count = found.group(i + 1);
            if (count != null) {
                total =
                        total.plus(
                                Duration.ofMillis(
                                        Math.multiplyExact(UNIT_MILLIS[i], Long.parseLong(count))));
            }
        }
        return total;
    }
}
