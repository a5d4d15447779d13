package dev.slipway.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/// How long to wait before the next try: longer each time, or as long as the receiver says, which
/// is not believed beyond an hour. For one thread.
final class Backoff {
    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    private final Duration min;
    private final Duration max;
    private Duration next;

    Backoff(Duration min, Duration max) {
        this.min = min;
        this.max = max;
        this.next = min;
    }

    void reset() {
        next = min;
    }

    /// @param retryAfter the header of that name: seconds or a date; empty if there is none
    Duration next(String retryAfter, InstantSource time) {
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(max) > 0 ? max : doubled;
        Duration asked = asked(retryAfter, time.instant());
        return asked.compareTo(pause) > 0 ? asked : pause;
    }

    private static Duration asked(String retryAfter, Instant now) {
        if (retryAfter.isEmpty()) {
            return Duration.ZERO;
        }
        Duration asked;
        try {
            asked =
                    retryAfter.chars().allMatch(Character::isDigit)
                            ? Duration.ofSeconds(Long.parseLong(retryAfter))
                            : Duration.between(
                                    now,
                                    ZonedDateTime.parse(
                                            retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException | NumberFormatException e) {
            return Duration.ZERO;
        }
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }
}
