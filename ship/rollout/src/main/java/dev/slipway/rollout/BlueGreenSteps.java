package dev.slipway.rollout;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import dev.slipway.model.kinds.RolloutStatus.PauseCondition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides how far a blue-green release may go. Pure.
///
/// ```
///   preview pods up ─► pre-promotion ─► pause, if ─► all pods up ─► active service ─► post-promotion ─► stable
///                      analysis         wanted                      is switched       analysis
/// ```
///
/// All of it is read from what is there: the pods, the analyses, the pause in the status, and what
/// the active service selects.
final class BlueGreenSteps {
    static final String PAUSE = "BlueGreenPause";

    private BlueGreenSteps() {}

    /// The specification of a Rollout whose strategy is blue-green.
    static Rollout.BlueGreen of(Rollout rollout) {
        return requireNonNull(rollout.spec().strategy().blueGreen(), "blueGreen");
    }

    /// The active service reaches the new version.
    static boolean isSwitched(Scene scene) {
        return scene.routing().stable().selectedHash().equals(scene.position().podHash());
    }

    /// How many pods the new version is to have before it may take over.
    static int previewSize(Scene scene) {
        Integer preview = of(scene.rollout()).previewReplicaCount();
        return preview == null || hasPassedPreview(scene) ? scene.replicas() : preview;
    }

    /// The preview has been looked at and found good, so that the new version gets all its pods.
    static boolean hasPassedPreview(Scene scene) {
        Position position = scene.position();
        if (!position.isUpdating() || position.aborted()) {
            return !position.isUpdating();
        }
        RolloutStatus status = scene.rollout().status();
        boolean noted =
                position.podHash().equals(status.currentPodHash())
                        && Boolean.TRUE.equals(status.blueGreen().scaleUpPreviewCheckPoint());
        return noted || isSwitched(scene) || isApproved(scene);
    }

    private static boolean isApproved(Scene scene) {
        return scene.position().promoteFull()
                || (isSuccessful(scene, prePromotion(scene)) && isPauseOver(scene));
    }

    private static @Nullable RunOrder prePromotion(Scene scene) {
        Rollout.Analysis analysis = of(scene.rollout()).prePromotionAnalysis();
        return analysis == null ? null : RunOrder.prePromotion(analysis);
    }

    private static @Nullable RunOrder postPromotion(Scene scene) {
        Rollout.Analysis analysis = of(scene.rollout()).postPromotionAnalysis();
        return analysis == null ? null : RunOrder.postPromotion(analysis);
    }

    /// Also where there is nothing to be found out.
    private static boolean isSuccessful(Scene scene, @Nullable RunOrder order) {
        if (order == null) {
            return true;
        }
        Run run = scene.run(order.name(scene));
        return run != null && run.isSuccessful();
    }

    /// The pre-promotion analysis from when the preview is up, the post-promotion analysis from the
    /// switch on.
    static List<RunOrder> runs(Scene scene) {
        Position position = scene.position();
        if (!position.isUpdating() || position.aborted() || position.promoteFull()) {
            return List.of();
        }
        if (isSwitched(scene)) {
            RunOrder post = postPromotion(scene);
            return post == null ? List.of() : List.of(post);
        }
        RunOrder pre = prePromotion(scene);
        boolean begins = pre != null && (isPreviewUp(scene) || scene.run(pre.name(scene)) != null);
        return pre != null && begins ? List.of(pre) : List.of();
    }

    private static boolean isPreviewUp(Scene scene) {
        return Scene.available(scene.sets().current()) >= previewSize(scene);
    }

    private static boolean wantsPause(Scene scene) {
        Rollout.BlueGreen blueGreen = of(scene.rollout());
        return Boolean.FALSE.equals(blueGreen.autoPromotionEnabled())
                || autoPromotionSeconds(blueGreen) > 0;
    }

    private static int autoPromotionSeconds(Rollout.BlueGreen blueGreen) {
        Integer seconds = blueGreen.autoPromotionSeconds();
        return seconds == null ? 0 : seconds;
    }

    /// Nothing has to be waited for: no pause is wanted, or it was ended by somebody or by time.
    private static boolean isPauseOver(Scene scene) {
        Position position = scene.position();
        if (position.pauses().isEmpty()) {
            return !wantsPause(scene) || position.controllerPause();
        }
        Instant end = pauseEnd(scene);
        return end != null && !scene.now().isBefore(end);
    }

    /// When the pause before the switch ends by itself, or null.
    static @Nullable Instant pauseEnd(Scene scene) {
        Position position = scene.position();
        int seconds = autoPromotionSeconds(of(scene.rollout()));
        if (position.pauses().isEmpty() || seconds == 0) {
            return null;
        }
        PauseCondition pause = position.pauses().getFirst();
        if (!pause.reason().equals(PAUSE)) {
            return null;
        }
        Instant since = pause.startTime() == null ? scene.now() : pause.startTime();
        return since.plusSeconds(seconds);
    }

    /// The active service may be switched to the new version.
    static boolean maySwitch(Scene scene) {
        Position position = scene.position();
        boolean up = Scene.available(scene.sets().current()) >= scene.replicas();
        if (!position.isUpdating()) {
            return Scene.available(scene.sets().current()) >= Math.min(1, scene.replicas());
        }
        return up && !position.aborted() && !isHeld(scene) && hasPassedPreview(scene);
    }

    private static boolean isHeld(Scene scene) {
        return Boolean.TRUE.equals(scene.rollout().spec().paused());
    }

    /// The position after this look: at most one step further.
    static Position advance(Scene scene) {
        Position position = scene.position();
        if (position.isFirstDeploy()) {
            return isTakenOver(scene) ? Promotion.of(scene) : position;
        }
        if (!position.isUpdating() || position.aborted()) {
            return position;
        }
        if (isStillThere(scene)) {
            return position.promotingFull();
        }
        if (isHeld(scene)) {
            return position;
        }
        if (isSwitched(scene)) {
            boolean approved = position.promoteFull() || isSuccessful(scene, postPromotion(scene));
            return approved && isTakenOver(scene)
                    ? Promotion.of(scene)
                    : withoutPreviewPause(position);
        }
        return pausedIfWanted(scene);
    }

    private static Position pausedIfWanted(Scene scene) {
        Position position = scene.position();
        boolean due =
                !position.promoteFull()
                        && !position.controllerPause()
                        && position.pauses().isEmpty()
                        && wantsPause(scene)
                        && isPreviewUp(scene)
                        && isSuccessful(scene, prePromotion(scene));
        return due ? position.paused(PAUSE, scene.now()) : position;
    }

    /// What was waited for has come; a pause that an analysis asks for stays.
    private static Position withoutPreviewPause(Position position) {
        boolean previewPause =
                position.controllerPause()
                        && (position.pauses().isEmpty()
                                || position.pauses().getFirst().reason().equals(PAUSE));
        return previewPause ? position.withIndex(position.index()) : position;
    }

    /// The version that is wanted again has all its pods from before: it was good, so it needs no
    /// looking at.
    static boolean isStillThere(Scene scene) {
        return !scene.position().podHash().equals(scene.rollout().status().currentPodHash())
                && Scaling.deadline(scene.sets().current()) != null
                && Scene.available(scene.sets().current()) >= scene.replicas();
    }

    private static boolean isTakenOver(Scene scene) {
        return Scene.available(scene.sets().current()) >= scene.replicas()
                && scene.routing().stable().serves(scene.position().podHash(), scene.replicas());
    }
}
