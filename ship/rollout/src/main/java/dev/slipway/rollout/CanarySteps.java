package dev.slipway.rollout;

import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus.PauseCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides whether a canary release moves on: to the next step, into a pause, or to its end. Pure.
final class CanarySteps {
    static final String PAUSE_STEP = "CanaryPauseStep";

    private CanarySteps() {}

    /// The position after this look: at most one step further. `promoted` is the position of a
    /// version that has become the stable one.
    static Position advance(Scene scene, CanaryPlan plan, Function<Scene, Position> promoted) {
        Position position = scene.position();
        if (position.isFirstDeploy()) {
            boolean up = Scene.available(scene.sets().current()) >= scene.replicas();
            return up ? promoted.apply(scene) : position;
        }
        if (!position.isUpdating() || position.aborted() || scene.held()) {
            return position;
        }
        if (isHeldForDecision(position)) {
            return position;
        }
        Rollout.Step step = CanaryPlan.step(scene);
        if (step == null) {
            return isTakenOver(scene, plan) ? promoted.apply(scene) : position;
        }
        if (step.pause() != null) {
            return pause(scene, step.pause());
        }
        return isDone(scene, plan, step) ? position.withIndex(position.index() + 1) : position;
    }

    private static boolean isDone(Scene scene, CanaryPlan plan, Rollout.Step step) {
        if (step.setWeight() != null) {
            return hasWeight(scene, plan, step.setWeight());
        }
        if (step.setCanaryScale() != null) {
            ReplicaSet current = scene.sets().current();
            return Scene.wanted(current) == plan.pods()
                    && Scene.available(current) >= CanaryCapacity.threshold(scene, plan.pods());
        }
        if (step.analysis() != null) {
            Run run =
                    scene.run(RunOrder.step(scene.position().index(), step.analysis()).name(scene));
            return run != null && run.isSuccessful();
        }
        if (step.experiment() != null) {
            return isOver(scene);
        }
        if (step.plugin() != null) {
            PluginStatus status = PluginSteps.current(scene);
            return status != null && status.isSuccessful();
        }
        if (step.setHeaderRoute() != null || step.setMirrorRoute() != null) {
            return CanaryRoutes.show(scene, plan);
        }
        return false;
    }

    /// The experiment was successful, or somebody went on from one without a clear result.
    private static boolean isOver(Scene scene) {
        String name = CanaryPlan.experiment(scene);
        Run run = name == null ? null : scene.experiment(name);
        return run != null
                && (run.isSuccessful()
                        || (run.isInconclusive() && scene.position().controllerPause()));
    }

    /// Somebody has to decide, whatever the step.
    private static boolean isHeldForDecision(Position position) {
        return !position.pauses().isEmpty()
                && !position.pauses().getFirst().reason().equals(PAUSE_STEP);
    }

    private static Position pause(Scene scene, Rollout.Pause pause) {
        Position position = scene.position();
        if (!position.controllerPause()) {
            return position.paused(PAUSE_STEP, scene.now());
        }
        Instant end = pauseEnd(scene, pause);
        boolean resumed = position.pauses().isEmpty();
        boolean over = end != null && !scene.now().isBefore(end);
        return resumed || over ? position.withIndex(position.index() + 1) : position;
    }

    /// When the pause that the update is in ends by itself, or null.
    static @Nullable Instant pauseEnd(Scene scene) {
        Position position = scene.position();
        Rollout.Step step = CanaryPlan.step(scene);
        if (!position.controllerPause() || step == null || isHeldForDecision(position)) {
            return null;
        }
        return pauseEnd(scene, step.pause());
    }

    private static @Nullable Instant pauseEnd(Scene scene, Rollout.@Nullable Pause pause) {
        Duration duration = pause == null ? null : Durations.of(pause.duration());
        if (duration == null || scene.position().pauses().isEmpty()) {
            return null;
        }
        PauseCondition condition = scene.position().pauses().getFirst();
        Instant since = condition.startTime() == null ? scene.now() : condition.startTime();
        return since.plus(duration);
    }

    /// The new version has that share, and pods enough to carry it.
    private static boolean hasWeight(Scene scene, CanaryPlan plan, int weight) {
        Scene.Split split = scene.routing().split();
        if (split != null) {
            return split.is(weight) && CanaryCapacity.canCarry(scene, plan, weight);
        }
        if (plan.weight() != weight) {
            return false;
        }
        int replicas = scene.replicas();
        ReplicaSet stable = scene.sets().stable();
        int canary = Sizes.canaryByRatio(replicas, weight);
        int old = Sizes.stableByRatio(replicas, weight);
        return Scene.wanted(scene.sets().current()) == canary
                && Scene.available(scene.sets().current())
                        >= CanaryCapacity.threshold(scene, canary)
                && (stable == null || Scene.wanted(stable) == old)
                && Scene.sum(scene.sets().others(), Scene::wanted) == 0;
    }

    /// Nothing depends on the old version any more: the new one has all pods, and whoever asks for
    /// the stable service reaches it. Services that take turns need not be switched.
    private static boolean isTakenOver(Scene scene, CanaryPlan plan) {
        if (!canTakeOver(scene, plan)) {
            return false;
        }
        if (!scene.routing().splits()) {
            return true;
        }
        boolean takesTurns = Scene.canary(scene.rollout()).pingPong() != null;
        Scene.ServiceState service =
                takesTurns ? scene.routing().canary() : scene.routing().stable();
        return service.serves(scene.position().podHash(), scene.replicas());
    }

    /// The new version may become what the stable service selects.
    static boolean canTakeOver(Scene scene, CanaryPlan plan) {
        Position position = scene.position();
        Scene.Split split = scene.routing().split();
        return position.isUpdating()
                && !position.aborted()
                && !scene.held()
                && CanaryPlan.stepsDone(scene)
                && !isHeldForDecision(position)
                && !plan.isLimited(scene)
                && Scene.available(scene.sets().current()) >= scene.replicas()
                && (split == null || split.is(split.total()));
    }
}
