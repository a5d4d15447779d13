package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Durations as tables show them: `42s`, `3m12s`, `5h`, `2d3h`, `1y40d`.
public final class Ages {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private Ages() {}

    public static String since(JsonNode time, Instant now) {
        Instant start = instant(time);
        return start == null ? "<unknown>" : describe(Duration.between(start, now));
    }

    public static @Nullable Instant instant(JsonNode time) {
        if (!time.isTextual()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(time.textValue()).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    public static String describe(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 10 * MINUTE) {
            return pair(seconds, MINUTE, "m", 1, "s");
        }
        if (seconds < 3 * HOUR) {
            return seconds / MINUTE + "m";
        }
        if (seconds < 8 * HOUR) {
            return pair(seconds, HOUR, "h", MINUTE, "m");
        }
        if (seconds < 2 * DAY) {
            return seconds / HOUR + "h";
        }
        if (seconds < 8 * DAY) {
            return pair(seconds, DAY, "d", HOUR, "h");
        }
        if (seconds < 2 * YEAR) {
            return seconds / DAY + "d";
        }
        return seconds < 8 * YEAR ? pair(seconds, YEAR, "y", DAY, "d") : seconds / YEAR + "y";
    }

    private static String pair(
            long seconds, long big, String bigUnit, long small, String smallUnit) {
        long rest = seconds % big / small;
        return seconds / big + bigUnit + (rest == 0 ? "" : rest + smallUnit);
    }
}
