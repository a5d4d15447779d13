package dev.slipway.workloads;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Kind;
import java.time.Duration;
import java.util.List;

/// Figures of the controllers.
///
/// @param kinds all kinds served: what the garbage collector and the namespace controller look at
/// @param rootCertificates PEM, given to pods of every namespace as `kube-root-ca.crt`
/// @param eventLifetime how long Events are kept after they were last seen
/// @param finishedPodsMax finished pods beyond this number are removed, oldest first
public record WorkloadsConfig(
        List<Kind<?>> kinds, String rootCertificates, Duration eventLifetime, int finishedPodsMax) {
    public WorkloadsConfig {
        kinds = List.copyOf(kinds);
        requireNonNull(rootCertificates, "rootCertificates");
        if (eventLifetime.isNegative() || eventLifetime.isZero()) {
            throw new IllegalArgumentException(
                    "eventLifetime: " + eventLifetime + " (expected: > 0)");
        }
        if (finishedPodsMax < 0) {
            throw new IllegalArgumentException(
                    "finishedPodsMax: " + finishedPodsMax + " (expected: >= 0)");
        }
    }

    /// An hour of Events, 1,000 finished pods.
    public static WorkloadsConfig of(List<Kind<?>> kinds, String rootCertificates) {
        return new WorkloadsConfig(kinds, rootCertificates, Duration.ofHours(1), 1_000);
    }
}
