package dev.slipway.rollout;

import dev.slipway.evidence.Guard;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows from a version having become the stable one: it is watched for a while, and whoever
/// wants it back later gets it at once. Pure.
final class Promotion {
    /// On a ReplicaSet: its version was stable once, and was not found worse since.
    static final String PROMOTED = "slipway.dev/promoted";

    private Promotion() {}

    /// The position of the new version once it is the stable one.
    static Position of(Scene scene) {
        Position position = scene.position();
        int steps = CanaryPlan.steps(scene.rollout()).size();
        Guard guard = scene.guard();
        boolean watched =
                position.isUpdating()
                        && guard.strictness() != Guard.Strictness.OFF
                        && guard.watch().isPositive();
        return position.promoted(
                steps,
                watched
                        ? new Position.Previous(
                                position.stableHash(), end(scene.now(), guard.watch()))
                        : null);
    }

    /// Times in a status carry whole seconds.
    private static Instant end(Instant now, Duration watch) {
        return Instant.ofEpochSecond(now.plus(watch).getEpochSecond());
    }

    /// Whether the new version needs no steps and no analysis: it was the stable one before, or is
    /// within the rollback window.
    static boolean isKnownGood(Rollout rollout, Scene.Sets sets) {
        return isNoted(sets.current()) || isWithinWindow(rollout, sets);
    }

    static boolean isNoted(ReplicaSet set) {
        return "true".equals(set.metadata().annotations().get(PROMOTED));
    }

    /// Older than the stable version, with fewer others between than the window is wide.
    private static boolean isWithinWindow(Rollout rollout, Scene.Sets sets) {
        Rollout.RollbackWindow window = rollout.spec().rollbackWindow();
        ReplicaSet stable = sets.stable();
        if (window == null || window.revisions() == null || stable == null) {
            return false;
        }
        List<ReplicaSet> byAge = new ArrayList<>(sets.all());
        byAge.sort(Comparator.comparing(Promotion::created).thenComparing(ReplicaSet::key));
        int distance = byAge.indexOf(stable) - byAge.indexOf(sets.current());
        return distance > 0 && distance <= window.revisions();
    }

    private static Instant created(ReplicaSet set) {
        @Nullable Instant created = set.metadata().creationTimestamp();
        return created == null ? Instant.EPOCH : created;
    }
}
