package dev.slipway.rollout;

import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import dev.slipway.model.kinds.RolloutStatus.PauseCondition;
import java.time.Instant;
import java.util.List;
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
        List<PauseCondition> pauses,
        int attempt,
        @Nullable Previous previous) {

    /// Whether the update was given up, and since when.
    record Abort(boolean wanted, @Nullable Instant at) {
        static final Abort NONE = new Abort(false, null);
    }

    /// The version that was stable before, and until when the one that is it now is watched.
    record Previous(String hash, Instant until) {
        static @Nullable Previous of(RolloutStatus status, Instant now) {
            RolloutStatus.PreviousVersion previous = status.previous();
            if (previous == null
                    || previous.podTemplateHash() == null
                    || previous.watchedUntil() == null
                    || !now.isBefore(previous.watchedUntil())) {
                return null;
            }
            return new Previous(previous.podTemplateHash(), previous.watchedUntil());
        }
    }

    Position {
        pauses = List.copyOf(pauses);
    }

    /// The status as it is, made to fit the template and the steps as they are now. `attempt`
    /// counts how often this version was tried anew, `previous` is what was stable before the
    /// version that is it now, while that is still watched.
    static Position of(Rollout rollout, String podHash, String stepHash, Instant now) {
        RolloutStatus status = rollout.status();
        int steps = CanaryPlan.steps(rollout).size();
        String stable = status.stableRS() == null ? "" : status.stableRS();
        boolean settled = stable.isEmpty() || stable.equals(podHash);
        Position start =
                new Position(
                        podHash,
                        stable,
                        settled ? steps : 0,
                        Abort.NONE,
                        false,
                        false,
                        List.of(),
                        0,
                        Previous.of(status, now));
        if (!podHash.equals(status.currentPodHash())) {
            return settled ? start : start.unwatched();
        }
        if (settled) {
            return start;
        }
        int attempt = status.attempt() == null ? 0 : status.attempt();
        if (status.aborted()) {
            return start.withAttempt(attempt)
                    .abortedAt(status.abortedAt() == null ? now : status.abortedAt());
        }
        boolean otherSteps =
                status.currentStepHash() == null
                        ? steps > 0
                        : !status.currentStepHash().equals(stepHash);
        if (status.abortedAt() != null || otherSteps) {
            return start.withAttempt(attempt + 1).unwatched();
        }
        return underWay(status, start, steps).withAttempt(attempt + (resumes(status) ? 1 : 0));
    }

    private static Position underWay(RolloutStatus status, Position start, int steps) {
        int index = status.currentStepIndex() == null ? 0 : status.currentStepIndex();
        return new Position(
                start.podHash,
                start.stableHash,
                Math.clamp(index, 0, steps),
                Abort.NONE,
                Boolean.TRUE.equals(status.promoteFull()),
                Boolean.TRUE.equals(status.controllerPause()) && !resumes(status),
                status.pauseConditions(),
                0,
                null);
    }

    /// Somebody ended a pause that came of an analysis without a result: it is to run again.
    private static boolean resumes(RolloutStatus status) {
        RolloutStatus.CanaryStatus canary = status.canary();
        RolloutStatus.BlueGreenStatus blueGreen = status.blueGreen();
        return Boolean.TRUE.equals(status.controllerPause())
                && status.pauseConditions().isEmpty()
                && (isInconclusive(canary.currentStepAnalysisRunStatus())
                        || isInconclusive(canary.currentBackgroundAnalysisRunStatus())
                        || isInconclusive(blueGreen.prePromotionAnalysisRunStatus())
                        || isInconclusive(blueGreen.postPromotionAnalysisRunStatus()));
    }

    private static boolean isInconclusive(RolloutStatus.@Nullable RunStatus run) {
        return run != null && Run.INCONCLUSIVE.equals(run.status());
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

    boolean stepsDone(int steps) {
        return promoteFull || index >= steps;
    }

    Position withIndex(int newIndex) {
        return new Position(
                podHash,
                stableHash,
                newIndex,
                abort,
                promoteFull,
                false,
                List.of(),
                attempt,
                previous);
    }

    Position withAttempt(int newAttempt) {
        return new Position(
                podHash,
                stableHash,
                index,
                abort,
                promoteFull,
                controllerPause,
                pauses,
                newAttempt,
                previous);
    }

    private Position unwatched() {
        return new Position(
                podHash,
                stableHash,
                index,
                abort,
                promoteFull,
                controllerPause,
                pauses,
                attempt,
                null);
    }

    Position promotingFull() {
        return new Position(
                podHash, stableHash, index, abort, true, false, List.of(), attempt, previous);
    }

    Position paused(String reason, Instant since) {
        return new Position(
                podHash,
                stableHash,
                index,
                abort,
                promoteFull,
                true,
                List.of(new PauseCondition(reason, since)),
                attempt,
                previous);
    }

    Position abortedAt(Instant at) {
        return new Position(
                podHash,
                stableHash,
                0,
                new Abort(true, at),
                false,
                false,
                List.of(),
                attempt,
                null);
    }

    /// The version is the stable one, and watched for a while against the one that was it before.
    Position promoted(int steps, @Nullable Previous before) {
        return new Position(
                podHash, podHash, steps, Abort.NONE, false, false, List.of(), 0, before);
    }

    /// The stable version turned out to be worse than the one before, which is the stable one
    /// again.
    Position goneBack(Previous to, Instant at) {
        return new Position(
                podHash, to.hash(), 0, new Abort(true, at), false, false, List.of(), attempt, null);
    }

    /// There is no stable version any more: all that is left is to go forward.
    Position withoutStable() {
        return new Position(podHash, "", index, Abort.NONE, false, false, List.of(), attempt, null);
    }
}
