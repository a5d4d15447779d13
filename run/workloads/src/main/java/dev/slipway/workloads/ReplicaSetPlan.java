package dev.slipway.workloads;

import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Instant;
import java.util.List;

/// What a ReplicaSet does next: create so many pods, or delete these. At most one of the two.
record ReplicaSetPlan(int creations, List<Pod> deletions) {
    /// No more at once, so that a mistyped number can still be corrected.
    static final int BURST = 500;

    /// `pods` are all that belong to the ReplicaSet.
    static ReplicaSetPlan of(ReplicaSet set, List<Pod> pods, Instant now) {
        if (set.metadata().isBeingDeleted()) {
            return new ReplicaSetPlan(0, List.of());
        }
        List<Pod> active = Pods.active(pods);
        int missing = replicas(set) - active.size();
        if (missing >= 0) {
            return new ReplicaSetPlan(Math.min(missing, BURST), List.of());
        }
        List<Pod> victims = DeletionOrder.of(active, now);
        return new ReplicaSetPlan(0, victims.subList(0, Math.min(-missing, BURST)));
    }

    static int replicas(ReplicaSet set) {
        Integer replicas = set.spec().replicas();
        return replicas == null ? 1 : replicas;
    }
}
