package dev.slipway.template;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// Writes times and durations as Go's `String` methods do.
final class GoTime {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private GoTime() {}

    /// `2006-01-02 15:04:05.999 +0000 UTC`.
    static String text(Instant time) {
        int nanos = time.get(ChronoField.NANO_OF_SECOND);
        String fraction = nanos == 0 ? "" : ".%09d".formatted(nanos).replaceAll("0+$", "");
        return SECONDS.format(time) + fraction + " +0000 UTC";
    }

    /// `1h2m3.5s`, `1.5ms`, `0s`.
    static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        Duration length = duration.abs();
        String sign = duration.isNegative() ? "-" : "";
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return sign + small(length.toNanos());
        }
        String seconds =
                decimal(
                        BigDecimal.valueOf(length.toSecondsPart())
                                .add(BigDecimal.valueOf(length.toNanosPart(), 9)));
        StringBuilder out = new StringBuilder(sign);
        if (length.toHours() > 0) {
            out.append(length.toHours()).append('h');
        }
        if (length.toMinutes() > 0) {
            out.append(length.toMinutesPart()).append('m');
        }
        return out.append(seconds).append('s').toString();
    }

    private static String small(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000
                ? decimal(BigDecimal.valueOf(nanos, 3)) + "µs"
                : decimal(BigDecimal.valueOf(nanos, 6)) + "ms";
    }

    private static String decimal(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
