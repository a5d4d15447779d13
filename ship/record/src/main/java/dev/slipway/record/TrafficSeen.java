package dev.slipway.record;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ReleaseRecordStatus.Side;
import java.time.Instant;
import java.util.Optional;

/// What the two versions of a workload did in a time: whoever sees the traffic answers.
/// Thread-safe.
@FunctionalInterface
public interface TrafficSeen {
    /// What both did from `since` to `until`; empty if nobody saw that workload's traffic.
    Optional<Sides> between(String kind, ObjectKey workload, Instant since, Instant until);

    /// The new version and the old one.
    record Sides(Side candidate, Side stable) {}

    /// Nobody sees traffic.
    static TrafficSeen nowhere() {
        return (kind, workload, since, until) -> Optional.empty();
    }
}
