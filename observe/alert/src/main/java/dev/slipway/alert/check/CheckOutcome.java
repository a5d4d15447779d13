package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.check.Check.CheckStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    /// What was known before a restart.
    static CheckOutcome before(Check check, CheckStatus status) {
        String summary = status.summary() == null ? "" : status.summary();
        Instant time = status.lastTransitionTime();
        return new CheckOutcome(
                check,
                status.progress(),
                new PluginOutput(summary, "", List.of()),
                Duration.ZERO,
                time == null ? Instant.EPOCH : time);
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
