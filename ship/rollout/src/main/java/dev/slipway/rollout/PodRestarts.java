package dev.slipway.rollout;

import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replaces the pods that are older than `restartAt`, a few at a time. Thread-safe.
final class PodRestarts {
    private final Resources<Pod> pods;
    private final RolloutServices services;

    PodRestarts(Cluster cluster, RolloutServices services) {
        this.pods = cluster.resources(Kinds.POD);
        this.services = services;
    }

    /// When the restart is due that the specification asks for and that has not been done; null if
    /// there is none.
    static @Nullable Instant wanted(Scene scene) {
        Instant at = scene.rollout().spec().restartAt();
        return at == null || at.equals(scene.rollout().status().restartedAt()) ? null : at;
    }

    /// Deletes as many old pods as may be missing now, at least one at a time. The time of the
    /// restart that is done, also before: what the status is to say.
    @Nullable Instant restart(Scene scene, int availableMin) {
        Instant done = scene.rollout().status().restartedAt();
        Instant at = wanted(scene);
        if (at == null || scene.now().isBefore(at)) {
            return done;
        }
        List<Pod> old =
                scene.sets().all().stream()
                        .filter(set -> Scene.wanted(set) > 0)
                        .flatMap(set -> services.podsOf(scene.rollout(), Scene.hash(set)).stream())
                        .filter(pod -> isOlder(pod, at))
                        .sorted(Comparator.comparing(Pod::key))
                        .toList();
        if (old.isEmpty()) {
            return at;
        }
        List<ReplicaSet> sets = scene.sets().all();
        int missing = Scene.sum(sets, s -> Math.max(0, Scene.wanted(s) - Scene.available(s)));
        boolean leaving = old.stream().anyMatch(pod -> pod.metadata().isBeingDeleted());
        if (missing == 0 && !leaving) {
            int atOnce = Math.max(1, scene.replicas() - availableMin);
            old.stream().limit(atOnce).forEach(this::delete);
        }
        return done;
    }

    private static boolean isOlder(Pod pod, Instant than) {
        Instant created = pod.metadata().creationTimestamp();
        return created != null && created.isBefore(than);
    }

    private void delete(Pod pod) {
        pods.delete(pod.key(), DeleteOptions.ofUid(pod.metadata().storedUid()));
    }
}
