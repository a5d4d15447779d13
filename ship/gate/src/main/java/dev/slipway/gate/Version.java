package dev.slipway.gate;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.kinds.ReplicaSet;
import org.jspecify.annotations.Nullable;

/// A version of a Deployment: a ReplicaSet and how far it has come.
record Version(ReplicaSet set, String hash, long revision, @Nullable Progress progress) {
    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    Version {
        requireNonNull(set, "set");
    }

    static Version of(ReplicaSet set) {
        return new Version(
                set,
                set.metadata().labels().getOrDefault(HASH, ""),
                number(set.metadata().annotations().get(REVISION)),
                Progress.of(set));
    }

    /// Pods that serve and are not about to be deleted.
    int available() {
        Integer available = set.status().availableReplicas();
        return Math.min(available == null ? 0 : available, wanted());
    }

    int wanted() {
        Integer replicas = set.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    boolean isPromoted() {
        return progress != null && progress.isPromoted();
    }

    boolean isIn(Progress.Phase phase) {
        return progress != null && progress.phase() == phase;
    }

    /// When it was promoted; long ago if it never was.
    long promotedMillis() {
        return progress != null && progress.isPromoted() ? progress.sinceMillis() : Long.MIN_VALUE;
    }

    private static long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
