package dev.slipway.scrape.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Prometheus writes them: `1h30m`, `250ms`, `0`. Units from large to small, each at
/// most once; a day has 24 hours, a year 365 days. Pure functions.
public final class ConfigDurations {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?"
                            + "(?:([0-9]+)s)?(?:([0-9]+)ms)?");
    private static final long[] UNITS_MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

    /// What a count of nanoseconds in 64 bits can hold, as in Prometheus.
    private static final long MILLIS_MAX = Long.MAX_VALUE / 1_000_000;

    private ConfigDurations() {}

    public static Optional<Duration> find(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher parts = FORM.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        long millis = 0;
        try {
            for (int unit = 0; unit < UNITS_MILLIS.length; unit++) {
                String count = parts.group(unit + 1);
                if (count != null) {
                    long part = Math.multiplyExact(Long.parseLong(count), UNITS_MILLIS[unit]);
                    millis = Math.addExact(millis, part);
                }
            }
        } catch (ArithmeticException | NumberFormatException _) {
            return Optional.empty();
        }
        return millis > MILLIS_MAX ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /// The shortest form that [#find] reads back: `90s` is `1m30s`.
    public static String text(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (int unit = 0; unit < UNITS_MILLIS.length; unit++) {
            // Years and weeks only where they come out even, as nobody says "1w3d".
            boolean exact = unit < 2;
            if (exact ? rest % UNITS_MILLIS[unit] == 0 : rest >= UNITS_MILLIS[unit]) {
                long count = rest / UNITS_MILLIS[unit];
                if (count > 0) {
                    text.append(count).append(UNITS[unit]);
                    rest %= UNITS_MILLIS[unit];
                }
            }
        }
        return text.toString();
    }
}
