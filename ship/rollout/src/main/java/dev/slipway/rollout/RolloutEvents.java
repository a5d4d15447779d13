package dev.slipway.rollout;

import dev.slipway.controller.EventRecorder;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells people what happens to a rollout, in the words of Argo Rollouts.
final class RolloutEvents {
    private final EventRecorder recorder;

    RolloutEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void created(Rollout rollout, String set, long revision) {
        normal(
                rollout,
                "NewReplicaSetCreated",
                "Created ReplicaSet " + set + " (revision " + revision + ")");
    }

    void scaled(Rollout rollout, Scaling.Order order) {
        int before = Scene.wanted(order.set());
        normal(
                rollout,
                "ScalingReplicaSet",
                "Scaled "
                        + (order.replicas() > before ? "up" : "down")
                        + " ReplicaSet "
                        + order.set().key().name()
                        + " from "
                        + before
                        + " to "
                        + order.replicas());
    }

    void weighted(Rollout rollout, int before, int after) {
        normal(
                rollout,
                "TrafficWeightUpdated",
                "Traffic weight of the new version updated from " + before + " to " + after);
    }

    void switched(Rollout rollout, String service, String hash) {
        normal(
                rollout,
                "SwitchService",
                "Switched selector for service '" + service + "' to value '" + hash + "'");
    }

    /// What the change of position amounts to.
    void moved(Scene before, Scene after, long revision, @Nullable String abortReason) {
        Rollout rollout = before.rollout();
        Position from = before.position();
        Position to = after.position();
        boolean advanced = from.isUpdating() && to.index() > from.index();
        if (to.aborted() && !rollout.status().aborted()) {
            recorder.warning(
                    Kinds.ROLLOUT,
                    rollout,
                    "RolloutAborted",
                    "Rollout aborted update to revision "
                            + revision
                            + ": "
                            + (abortReason == null ? "by request" : abortReason));
        } else if (!to.isUpdating() && !from.stableHash().equals(to.stableHash())) {
            normal(rollout, "RolloutCompleted", "Rollout completed update to revision " + revision);
        } else if (advanced && to.isUpdating()) {
            normal(
                    rollout,
                    "RolloutStepCompleted",
                    "Rollout step "
                            + to.index()
                            + "/"
                            + CanaryPlan.steps(rollout).size()
                            + " completed");
        } else if (to.pauses().size() > from.pauses().size()) {
            normal(
                    rollout,
                    "RolloutPaused",
                    "Rollout is paused (" + to.pauses().getFirst().reason() + ")");
        }
    }

    /// What became of the analyses since the status was written last.
    void analysed(Rollout rollout, RolloutStatus now) {
        RolloutStatus before = rollout.status();
        analysed(
                rollout,
                "Background",
                before.canary().currentBackgroundAnalysisRunStatus(),
                now.canary().currentBackgroundAnalysisRunStatus());
        analysed(
                rollout,
                "Step",
                before.canary().currentStepAnalysisRunStatus(),
                now.canary().currentStepAnalysisRunStatus());
        analysed(
                rollout,
                "PrePromotion",
                before.blueGreen().prePromotionAnalysisRunStatus(),
                now.blueGreen().prePromotionAnalysisRunStatus());
        analysed(
                rollout,
                "PostPromotion",
                before.blueGreen().postPromotionAnalysisRunStatus(),
                now.blueGreen().postPromotionAnalysisRunStatus());
    }

    private void analysed(
            Rollout rollout,
            String type,
            RolloutStatus.@Nullable RunStatus before,
            RolloutStatus.@Nullable RunStatus now) {
        if (now == null || now.status() == null) {
            return;
        }
        String previous = previousPhase(before, now);
        if (previous.equals(now.status())) {
            return;
        }
        String message =
                type
                        + " Analysis Run '"
                        + now.name()
                        + "' Status New: '"
                        + now.status()
                        + "' Previous: '"
                        + previous
                        + "'";
        boolean bad = Run.FAILED.equals(now.status()) || Run.ERROR.equals(now.status());
        String reason = "AnalysisRun" + now.status();
        if (bad) {
            recorder.warning(Kinds.ROLLOUT, rollout, reason, message);
        } else {
            normal(rollout, reason, message);
        }
    }

    private static String previousPhase(
            RolloutStatus.@Nullable RunStatus before, RolloutStatus.RunStatus now) {
        if (before == null
                || before.status() == null
                || !Objects.equals(before.name(), now.name())) {
            return "";
        }
        return before.status();
    }

    void invalid(Rollout rollout, String problem) {
        recorder.warning(Kinds.ROLLOUT, rollout, "InvalidSpec", problem);
    }

    private void normal(Rollout rollout, String reason, String message) {
        recorder.normal(Kinds.ROLLOUT, rollout, reason, message);
    }
}
