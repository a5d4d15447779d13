package dev.slipway.metric.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times and durations as answers have them. Stateless.
final class Times {
    /// What has not happened yet: the zero of Go's times.
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private static final double NANOS_PER_SECOND = 1e9;

    private Times() {}

    static String text(@Nullable Instant time) {
        return time == null ? NEVER : time.toString();
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
