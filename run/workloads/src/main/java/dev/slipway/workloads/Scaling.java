package dev.slipway.workloads;

import dev.slipway.model.kinds.ReplicaSet;

/// The wish that a ReplicaSet have so many pods.
record Scaling(ReplicaSet set, int replicas) {
    int before() {
        return ReplicaSetPlan.replicas(set);
    }

    boolean changes() {
        return before() != replicas;
    }
}
