package dev.slipway.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How much one execution may do.
///
/// @param lengthMax characters of the output, and of any text made on the way
/// @param depthMax templates that call each other
/// @param stepsMax nodes visited
/// @param timeMax looked at every few hundred steps
public record Limits(int lengthMax, int depthMax, long stepsMax, Duration timeMax) {
    public static final Limits DEFAULT =
            new Limits(1 << 20, 100, 2_000_000, Duration.ofSeconds(10));

    public Limits {
        requireNonNull(timeMax, "timeMax");
        if (lengthMax < 1 || depthMax < 1 || stepsMax < 1 || !timeMax.isPositive()) {
            throw new IllegalArgumentException("limits: not positive (expected: positive)");
        }
    }
}
