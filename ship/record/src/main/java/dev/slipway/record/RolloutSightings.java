package dev.slipway.record;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Time;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecord.WorkloadReference;
import dev.slipway.model.kinds.ReleaseRecordStatus.Guarded;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import dev.slipway.record.Sighting.Planned;
import dev.slipway.record.Sighting.Progress;
import dev.slipway.record.Sighting.State;
import dev.slipway.record.Sighting.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sees the releases of Rollouts. Thread-safe.
final class RolloutSightings {
    private static final String ABORT_PREFIX = "RolloutAborted: ";

    private final Informer<ReplicaSet> sets;
    private final AnalysisSightings analyses;
    private final Time time;

    RolloutSightings(Informer<ReplicaSet> sets, AnalysisSightings analyses, Time time) {
        this.sets = sets;
        this.analyses = analyses;
        this.time = time;
    }

    /// Null while the controller has not said what the template it was given is, or while the
    /// copies of the objects do not fit together.
    @Nullable Sighting of(Rollout rollout) {
        RolloutStatus status = rollout.status();
        String hash = status.currentPodHash();
        String revision = rollout.metadata().annotations().get(Rollout.REVISION);
        if (hash == null || revision == null || !isObserved(rollout)) {
            return null;
        }
        List<ReplicaSet> own = sets.byIndex(Informer.BY_CONTROLLER, rollout.metadata().storedUid());
        ReplicaSet current = find(own, hash);
        if (current == null || !revision.equals(revision(current))) {
            return null;
        }
        ReplicaSet old = before(own, current, status.stableRS());
        return new Sighting(
                rollout.key(),
                release(rollout, current, old),
                state(status, hash),
                progress(rollout),
                analyses.of(rollout, hash),
                old == null
                        ? Map.of("to", size(current))
                        : Map.of("to", size(current), "from", size(old)),
                Versions.steering(rollout.metadata()));
    }

    private static boolean isObserved(Rollout rollout) {
        Long generation = rollout.metadata().generation();
        return generation == null
                || generation.toString().equals(rollout.status().observedGeneration());
    }

    private ReleaseRecordSpec release(
            Rollout rollout, ReplicaSet current, @Nullable ReplicaSet old) {
        return new ReleaseRecordSpec(
                new WorkloadReference(
                        Kinds.ROLLOUT.type().apiVersion(),
                        Kinds.ROLLOUT.type().kind(),
                        rollout.key().name(),
                        rollout.metadata().storedUid()),
                number(current),
                Versions.text(rollout.metadata(), Versions.CHANGED_BY),
                Versions.started(rollout.metadata(), current, time.now()),
                null,
                old == null ? null : Versions.of(old, hash(old), number(old)),
                Versions.of(current, hash(current), number(current)),
                Versions.change(rollout.metadata()));
    }

    private static State state(RolloutStatus status, String hash) {
        if (hash.equals(status.stableRS())) {
            Condition completed = Condition.find(status.conditions(), "Completed");
            return new Sighting.Promoted(
                    completed != null && completed.holds() ? completed.lastTransitionTime() : null);
        }
        if (status.aborted()) {
            String message = Objects.requireNonNullElse(status.message(), "");
            return new Sighting.Aborted(
                    message.startsWith(ABORT_PREFIX)
                            ? message.substring(ABORT_PREFIX.length())
                            : "Rollout aborted",
                    status.abortedAt());
        }
        return new Sighting.Moving();
    }

    private static Progress progress(Rollout rollout) {
        RolloutStatus status = rollout.status();
        List<Planned> plan = plan(rollout);
        Integer index = status.currentStepIndex();
        RolloutStatus.Weights weights = status.canary().weights();
        RolloutStatus.Destination canary = weights == null ? null : weights.canary();
        return new Progress(
                index == null ? 0 : Math.clamp(index, 0, plan.size()),
                plan,
                canary == null ? 0 : canary.weight(),
                waiting(rollout),
                guard(status));
    }

    private static List<Planned> plan(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        List<Planned> plan = new ArrayList<>();
        int weight = 0;
        for (Rollout.Step step : canary == null ? List.<Rollout.Step>of() : canary.steps()) {
            weight = step.setWeight() == null ? weight : step.setWeight();
            plan.add(new Planned(action(step), weight));
        }
        return plan;
    }

    private static String action(Rollout.Step step) {
        Rollout.Pause pause = step.pause();
        if (step.setWeight() != null) {
            return "setWeight: " + step.setWeight();
        }
        if (pause != null) {
            return pause.duration() == null ? "pause" : "pause: " + pause.duration();
        }
        if (step.setCanaryScale() != null) {
            return "setCanaryScale";
        }
        if (step.analysis() != null) {
            return "analysis";
        }
        if (step.experiment() != null) {
            return "experiment";
        }
        if (step.setHeaderRoute() != null) {
            return "setHeaderRoute";
        }
        return step.setMirrorRoute() == null ? "plugin" : "setMirrorRoute";
    }

    private static @Nullable Waiting waiting(Rollout rollout) {
        List<RolloutStatus.PauseCondition> pauses = rollout.status().pauseConditions();
        if (!pauses.isEmpty()) {
            return new Waiting(pauses.getFirst().reason(), pauses.getFirst().startTime());
        }
        return Boolean.TRUE.equals(rollout.spec().paused())
                ? new Waiting("manually paused", null)
                : null;
    }

    private static @Nullable Guarded guard(RolloutStatus status) {
        RolloutStatus.GuardStatus guard = status.guard();
        boolean about =
                guard != null && Objects.equals(guard.podTemplateHash(), status.currentPodHash());
        return guard == null || !about
                ? null
                : new Guarded(
                        guard.verdict(),
                        guard.reason(),
                        guard.firstTraffic(),
                        guard.detected(),
                        guard.withdrawn());
    }

    /// The version that the new one is to replace: the stable one, or else the newest other one.
    private static @Nullable ReplicaSet before(
            List<ReplicaSet> own, ReplicaSet current, @Nullable String stable) {
        ReplicaSet named =
                stable == null || stable.equals(hash(current)) ? null : find(own, stable);
        return named != null
                ? named
                : own.stream()
                        .filter(set -> number(set) > 0 && number(set) < number(current))
                        .max(Comparator.comparingLong(RolloutSightings::number))
                        .orElse(null);
    }

    private static @Nullable ReplicaSet find(List<ReplicaSet> own, String hash) {
        return own.stream().filter(set -> hash(set).equals(hash)).findFirst().orElse(null);
    }

    private static String hash(ReplicaSet set) {
        return set.metadata().labels().getOrDefault(Rollout.POD_TEMPLATE_HASH, "");
    }

    private static @Nullable String revision(ReplicaSet set) {
        return set.metadata().annotations().get(Rollout.REVISION);
    }

    private static long number(ReplicaSet set) {
        return ReplicaSets.number(revision(set));
    }

    private static int size(ReplicaSet set) {
        return ReplicaSets.size(set);
    }
}
