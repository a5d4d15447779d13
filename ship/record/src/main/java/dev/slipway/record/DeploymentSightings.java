package dev.slipway.record;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Deployment.DeploymentStatus;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecord.WorkloadReference;
import dev.slipway.model.kinds.ReleaseRecordStatus.Guarded;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.record.Sighting.Planned;
import dev.slipway.record.Sighting.Progress;
import dev.slipway.record.Sighting.State;
import dev.slipway.record.Sighting.Waiting;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sees the releases of Deployments. Thread-safe.
final class DeploymentSightings {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";
    private static final String REFUSED = "slipway.dev/refused-revision";

    private static final Set<String> VERDICTS =
            Set.of("Healthy", "NotEnoughEvidence", "TooLittleTraffic");

    private final Informer<ReplicaSet> sets;
    private final Informer<Namespace> namespaces;
    private final Time time;

    DeploymentSightings(Informer<ReplicaSet> sets, Informer<Namespace> namespaces, Time time) {
        this.sets = sets;
        this.namespaces = namespaces;
        this.time = time;
    }

    /// Null while the controller has not seen the template it was given, or while the copies of the
    /// objects do not fit together.
    @Nullable Sighting of(Deployment deployment) {
        String revision = deployment.metadata().annotations().get(REVISION);
        if (revision == null || !isObserved(deployment)) {
            return null;
        }
        List<ReplicaSet> own =
                sets.byIndex(Informer.BY_CONTROLLER, deployment.metadata().storedUid());
        ReplicaSet current =
                own.stream()
                        .filter(set -> revision.equals(set.metadata().annotations().get(REVISION)))
                        .findFirst()
                        .orElse(null);
        if (current == null || !isNewest(own, current)) {
            return null;
        }
        ReplicaSet old =
                own.stream()
                        .filter(set -> number(set) > 0 && number(set) < number(current))
                        .max(
                                Comparator.comparing((ReplicaSet set) -> ReplicaSets.size(set) > 0)
                                        .thenComparingLong(DeploymentSightings::number))
                        .orElse(null);
        GuardProgress guard = GuardProgress.of(current);
        return new Sighting(
                deployment.key(),
                release(deployment, current, old),
                state(deployment, current, guard),
                progress(deployment, guard),
                List.of(),
                old == null
                        ? Map.of("to", ReplicaSets.size(current))
                        : Map.of("to", ReplicaSets.size(current), "from", ReplicaSets.size(old)),
                Versions.steering(deployment.metadata()));
    }

    private static boolean isObserved(Deployment deployment) {
        Long generation = deployment.metadata().generation();
        Long observed = deployment.status().observedGeneration();
        return generation == null || (observed != null && observed >= generation);
    }

    private static boolean isNewest(List<ReplicaSet> own, ReplicaSet current) {
        return own.stream().allMatch(set -> number(set) <= number(current));
    }

    private ReleaseRecordSpec release(
            Deployment deployment, ReplicaSet current, @Nullable ReplicaSet old) {
        return new ReleaseRecordSpec(
                new WorkloadReference(
                        Kinds.DEPLOYMENT.type().apiVersion(),
                        Kinds.DEPLOYMENT.type().kind(),
                        deployment.key().name(),
                        deployment.metadata().storedUid()),
                number(current),
                Versions.text(deployment.metadata(), Versions.CHANGED_BY),
                Versions.started(deployment.metadata(), current, time.now()),
                null,
                old == null ? null : Versions.of(old, hash(old), number(old)),
                Versions.of(current, hash(current), number(current)),
                Versions.change(deployment.metadata()));
    }

    private static State state(
            Deployment deployment, ReplicaSet current, @Nullable GuardProgress guard) {
        Condition progressing = Condition.find(deployment.status().conditions(), "Progressing");
        if (guard != null && guard.isRefused()) {
            return new Sighting.Aborted(guard.sentence(), guard.since());
        }
        if (hash(current).equals(deployment.metadata().annotations().get(REFUSED))) {
            return new Sighting.Aborted("The new version was refused", null);
        }
        if (guard != null && guard.isShifting()) {
            return new Sighting.Moving();
        }
        if (progressing != null
                && progressing.holds()
                && "NewReplicaSetAvailable".equals(progressing.reason())
                && isComplete(deployment)) {
            return new Sighting.Promoted(progressing.lastUpdateTime());
        }
        return new Sighting.Moving();
    }

    private static boolean isComplete(Deployment deployment) {
        int wanted = Objects.requireNonNullElse(deployment.spec().replicas(), 1);
        DeploymentStatus status = deployment.status();
        return orZero(status.updatedReplicas()) >= wanted
                && orZero(status.replicas()) <= orZero(status.updatedReplicas())
                && orZero(status.availableReplicas()) >= wanted;
    }

    private Progress progress(Deployment deployment, @Nullable GuardProgress guard) {
        DeploymentStatus status = deployment.status();
        int all = orZero(status.replicas());
        List<Planned> plan = plan(deployment, guard);
        return new Progress(
                guard == null ? 0 : guard.step(plan),
                plan,
                guard == null || plan.isEmpty()
                        ? all == 0 ? 0 : Math.min(100, 100 * orZero(status.updatedReplicas()) / all)
                        : Math.clamp(guard.share(), 0, 100),
                Boolean.TRUE.equals(deployment.spec().paused())
                        ? new Waiting("manually paused", null)
                        : null,
                guard == null ? null : guarded(deployment, guard));
    }

    private List<Planned> plan(Deployment deployment, @Nullable GuardProgress guard) {
        if (guard == null) {
            return List.of();
        }
        Namespace namespace = namespaces.find(ObjectKey.clusterWide(deployment.key().namespace()));
        return guard.plan(deployment.metadata(), namespace == null ? null : namespace.metadata());
    }

    /// The condition may still be about the version before; that this one is worse, only its own
    /// ReplicaSet says.
    private static @Nullable Guarded guarded(Deployment deployment, GuardProgress guard) {
        if (guard.isRefused()) {
            return new Guarded(guard.word(), guard.sentence(), null, guard.since(), null);
        }
        Condition judged = Condition.find(deployment.status().conditions(), "Judged");
        return judged == null || !VERDICTS.contains(String.valueOf(judged.reason()))
                ? null
                : new Guarded(judged.reason(), judged.message(), null, null, null);
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String hash(ReplicaSet set) {
        return set.metadata().labels().getOrDefault(HASH, "");
    }

    private static long number(ReplicaSet set) {
        return ReplicaSets.number(set.metadata().annotations().get(REVISION));
    }
}
