package dev.slipway.workloads;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.IntOrString;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Deployment.RollingUpdate;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Deployment and its ReplicaSets at one moment: the current one, which has the Deployment's
/// template (null if it is still to be made), and the old ones, oldest first.
record DeploymentView(
        Deployment deployment, @Nullable ReplicaSet current, List<ReplicaSet> old, Instant now) {
    private static final IntOrString DEFAULT_STEP = IntOrString.of("25%");

    DeploymentView {
        requireNonNull(deployment, "deployment");
        requireNonNull(now, "now");
        old = List.copyOf(old);
    }

    /// Tells the current ReplicaSet from the old ones; should several have the template, the oldest
    /// counts.
    static DeploymentView of(Deployment deployment, List<ReplicaSet> sets, Instant now) {
        List<ReplicaSet> old = new ArrayList<>(sets);
        old.sort(
                Comparator.comparing(DeploymentView::created)
                        .thenComparingLong(Revisions::of)
                        .thenComparing(ReplicaSet::key));
        ReplicaSet current = null;
        for (ReplicaSet set : old) {
            if (PodTemplates.same(set.spec().template(), deployment.spec().template())) {
                current = set;
                break;
            }
        }
        old.remove(current);
        return new DeploymentView(deployment, current, old, now);
    }

    /// The hash of the current template, also before its ReplicaSet exists.
    String currentHash() {
        String known =
                current == null ? null : current.metadata().labels().get(PodTemplates.HASH_LABEL);
        if (known != null) {
            return known;
        }
        Integer collisions = deployment.status().collisionCount();
        return PodTemplates.hash(deployment.spec().template(), collisions == null ? 0 : collisions);
    }

    /// Old ones first.
    List<ReplicaSet> all() {
        List<ReplicaSet> all = new ArrayList<>(old);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    /// Those that are to have pods.
    List<ReplicaSet> active() {
        return all().stream().filter(set -> ReplicaSetPlan.replicas(set) > 0).toList();
    }

    List<ReplicaSet> activeOld() {
        return old.stream().filter(set -> ReplicaSetPlan.replicas(set) > 0).toList();
    }

    int replicas() {
        Integer replicas = deployment.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    boolean isPaused() {
        return Boolean.TRUE.equals(deployment.spec().paused());
    }

    boolean isRolling() {
        return !"Recreate".equals(deployment.spec().strategy().type());
    }

    /// How many pods there may be above `replicas` during an update.
    int maxSurge() {
        return isRolling() ? step(rollingUpdate().maxSurge()).scaled(replicas(), true) : 0;
    }

    /// How many pods fewer than `replicas` may be available during an update. If both limits round
    /// to nothing, one pod may be missing, since no step would be possible.
    int maxUnavailable() {
        if (!isRolling() || replicas() == 0) {
            return 0;
        }
        int unavailable = step(rollingUpdate().maxUnavailable()).scaled(replicas(), false);
        if (unavailable == 0 && maxSurge() == 0) {
            return 1;
        }
        return Math.min(unavailable, replicas());
    }

    /// Pods of all ReplicaSets as far as they are wanted.
    int wantedPods() {
        return all().stream().mapToInt(ReplicaSetPlan::replicas).sum();
    }

    /// Pods of one ReplicaSet that serve and are not about to be deleted. Its status may still
    /// count pods that it has already been told to delete.
    static int available(ReplicaSet set) {
        Integer available = set.status().availableReplicas();
        return Math.min(available == null ? 0 : available, ReplicaSetPlan.replicas(set));
    }

    private RollingUpdate rollingUpdate() {
        RollingUpdate update = deployment.spec().strategy().rollingUpdate();
        return update == null ? new RollingUpdate(null, null) : update;
    }

    private static IntOrString step(@Nullable IntOrString given) {
        return given == null ? DEFAULT_STEP : given;
    }

    private static Instant created(ReplicaSet set) {
        Instant created = set.metadata().creationTimestamp();
        return created == null ? Instant.MAX : created;
    }
}
