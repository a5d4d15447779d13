package dev.slipway.rollout;

import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import dev.slipway.model.kinds.RolloutStatus.PauseCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far an update has come: the part of the status that decides what happens next. People write
/// into it, too (abort, retry, promote), so it is read from the status each time.
///
/// ```
///   index 0 ──► 1 ──► ... ──► steps.size()      all steps done: the new version becomes stable
///     ▲                │
///     └── new template, abort, changed steps
/// ```
record Position(
        String podHash,
        String stableHash,
        int index,
        Abort abort,
        boolean promoteFull,
        boolean controllerPause,
        List<PauseCondition> pauses) {

    /// Whether the update was given up, and since when.
    record Abort(boolean wanted, @Nullable Instant at) {
        static final Abort NONE = new Abort(false, null);
    }

    Position {
        pauses = List.copyOf(pauses);
    }

    /// What the status says, made to fit the template and the steps as they are now.
    static Position of(Rollout rollout, String podHash, String stepHash, Instant now) {
        RolloutStatus status = rollout.status();
        int steps = steps(rollout).size();
        String stable = status.stableRS() == null ? "" : status.stableRS();
        boolean settled = stable.isEmpty() || stable.equals(podHash);
        if (!podHash.equals(status.currentPodHash())) {
            return new Position(
                    podHash, stable, settled ? steps : 0, Abort.NONE, false, false, List.of());
        }
        if (settled) {
            return new Position(podHash, stable, steps, Abort.NONE, false, false, List.of());
        }
        if (status.aborted()) {
            Instant at = status.abortedAt() == null ? now : status.abortedAt();
            return new Position(podHash, stable, 0, new Abort(true, at), false, false, List.of());
        }
        boolean startAnew =
                status.abortedAt() != null || !Objects.equals(status.currentStepHash(), stepHash);
        int index = status.currentStepIndex() == null ? 0 : status.currentStepIndex();
        return new Position(
                podHash,
                stable,
                startAnew ? 0 : Math.clamp(index, 0, steps),
                Abort.NONE,
                Boolean.TRUE.equals(status.promoteFull()),
                !startAnew && Boolean.TRUE.equals(status.controllerPause()),
                startAnew ? List.of() : status.pauseConditions());
    }

    static List<Rollout.Step> steps(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        return canary == null ? List.of() : canary.steps();
    }

    boolean isFirstDeploy() {
        return stableHash.isEmpty();
    }

    /// There is an old version and a new one.
    boolean isUpdating() {
        return !stableHash.isEmpty() && !stableHash.equals(podHash);
    }

    boolean aborted() {
        return abort.wanted();
    }

    boolean stepsDone(List<Rollout.Step> steps) {
        return promoteFull || index >= steps.size();
    }

    /// The share of traffic, in percent, that the new version is to get.
    int weight(List<Rollout.Step> steps) {
        if (!isUpdating() || aborted()) {
            return 0;
        }
        if (stepsDone(steps)) {
            return 100;
        }
        for (int i = index; i >= 0; i--) {
            Integer weight = steps.get(i).setWeight();
            if (weight != null) {
                return weight;
            }
        }
        return 0;
    }

    Position withIndex(int newIndex) {
        return new Position(podHash, stableHash, newIndex, abort, promoteFull, false, List.of());
    }

    Position paused(String reason, Instant since) {
        return new Position(
                podHash,
                stableHash,
                index,
                abort,
                promoteFull,
                true,
                List.of(new PauseCondition(reason, since)));
    }

    Position abortedAt(Instant at) {
        return new Position(podHash, stableHash, 0, new Abort(true, at), false, false, List.of());
    }

    Position promoted(int steps) {
        return new Position(podHash, podHash, steps, Abort.NONE, false, false, List.of());
    }
}
