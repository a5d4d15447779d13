package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// The newest result of a check and where it stands after it. Immutable.
public record CheckOutcome(
        Check check, CheckProgress progress, PluginOutput output, Duration duration, Instant time) {
    public CheckOutcome {
        requireNonNull(check, "check");
        requireNonNull(progress, "progress");
        requireNonNull(output, "output");
        requireNonNull(duration, "duration");
        requireNonNull(time, "time");
    }

    String name() {
        String name = check.metadata().name();
        return name == null ? "" : name;
    }

    String namespace() {
        String namespace = check.metadata().namespace();
        return namespace == null ? "" : namespace;
    }
}
