package dev.slipway.record;

import dev.slipway.model.kinds.ReplicaSet;
import org.jspecify.annotations.Nullable;

/// What is read from ReplicaSets, whoever owns them. Pure.
final class ReplicaSets {
    private ReplicaSets() {}

    /// The number of a revision, 0 if it has none.
    static long number(@Nullable String revision) {
        if (revision == null || revision.isEmpty() || revision.length() > 18) {
            return 0;
        }
        boolean digits = revision.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(revision) : 0;
    }

    /// How many pods it is to have.
    static int size(ReplicaSet set) {
        return set.spec().replicas() == null ? 1 : set.spec().replicas();
    }
}
