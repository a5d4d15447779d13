package dev.slipway.node.process;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/// `pods`: the folder with one folder per pod. `logInterval`: how often output is looked at, and so
/// how exact its times are. `limits`: use control groups where this user may.
public record ProcessRuntimeConfig(Path pods, Duration logInterval, boolean limits) {
    private static final Duration LOG_INTERVAL = Duration.ofMillis(250);

    public ProcessRuntimeConfig {
        requireNonNull(pods, "pods");
        if (logInterval.isNegative() || logInterval.isZero()) {
            throw new IllegalArgumentException(
                    "logInterval: " + logInterval + " (expected: above 0)");
        }
    }

    public static ProcessRuntimeConfig defaults(Path pods) {
        return new ProcessRuntimeConfig(pods, LOG_INTERVAL, true);
    }
}
