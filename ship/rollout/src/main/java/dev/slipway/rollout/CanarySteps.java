package dev.slipway.rollout;

import dev.slipway.model.IntOrString;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus.PauseCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides whether an update moves on: to the next step, into a pause, or to its end. Pure.
final class CanarySteps {
    static final String PAUSE_STEP = "CanaryPauseStep";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)?");

    private CanarySteps() {}

    /// The steps; none where the strategy is another one.
    static List<Rollout.Step> of(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        return canary == null ? List.of() : canary.steps();
    }

    /// The share of traffic, in percent, that the new version is to get.
    static int weightWanted(Scene scene) {
        List<Rollout.Step> steps = of(scene.rollout());
        Position position = scene.position();
        if (!position.isUpdating() || position.aborted()) {
            return 0;
        }
        if (position.stepsDone(steps.size())) {
            return 100;
        }
        for (int i = position.index(); i >= 0; i--) {
            Integer weight = steps.get(i).setWeight();
            if (weight != null) {
                return weight;
            }
        }
        return 0;
    }

    /// The weight that the new version can get right now. A canary service that still selects
    /// another version must not get any.
    static int weightPossible(Scene scene) {
        int wanted = weightWanted(scene);
        Integer actual = scene.routing().weight();
        if (actual == null || wanted == 0) {
            return wanted;
        }
        if (!scene.routing().canary().selectedHash().equals(scene.position().podHash())) {
            return 0;
        }
        return wanted <= actual || canCarry(scene, wanted) ? wanted : actual;
    }

    private static boolean canCarry(Scene scene, int weight) {
        int needed = Sizes.forWeight(scene.replicas(), weight);
        return Scene.available(scene.sets().current()) >= needed
                && (!scene.routing().splits()
                        || scene.routing().canary().serves(scene.position().podHash(), needed));
    }

    /// The background analysis from its step on, and that of the step the update is at.
    static List<RunOrder> runs(Scene scene) {
        Position position = scene.position();
        if (!position.isUpdating() || position.aborted() || position.promoteFull()) {
            return List.of();
        }
        List<RunOrder> runs = new ArrayList<>();
        Rollout.Analysis background = Scene.canary(scene.rollout()).analysis();
        if (background != null) {
            Integer start = background.startingStep();
            if (position.index() >= (start == null ? 0 : start)) {
                runs.add(RunOrder.background(background));
            }
        }
        List<Rollout.Step> steps = of(scene.rollout());
        if (!position.stepsDone(steps.size())) {
            Rollout.Analysis analysis = steps.get(position.index()).analysis();
            if (analysis != null) {
                runs.add(RunOrder.step(position.index(), analysis));
            }
        }
        return runs;
    }

    /// The position after this look: at most one step further.
    static Position advance(Scene scene) {
        Position position = scene.position();
        boolean held = Boolean.TRUE.equals(scene.rollout().spec().paused());
        if (position.isFirstDeploy()) {
            boolean up = Scene.available(scene.sets().current()) >= scene.replicas();
            return up ? position.promoted(of(scene.rollout()).size(), null) : position;
        }
        if (!position.isUpdating() || position.aborted() || held) {
            return position;
        }
        if (position.stepsDone(of(scene.rollout()).size())) {
            return isTakenOver(scene)
                    ? position.promoted(of(scene.rollout()).size(), null)
                    : position;
        }
        Rollout.Step step = of(scene.rollout()).get(position.index());
        if (step.setWeight() != null) {
            return hasWeight(scene, step.setWeight())
                    ? position.withIndex(position.index() + 1)
                    : position;
        }
        return pause(scene, step.pause());
    }

    private static Position pause(Scene scene, Rollout.@Nullable Pause pause) {
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
        if (!position.controllerPause() || position.stepsDone(of(scene.rollout()).size())) {
            return null;
        }
        return pauseEnd(scene, of(scene.rollout()).get(position.index()).pause());
    }

    private static @Nullable Instant pauseEnd(Scene scene, Rollout.@Nullable Pause pause) {
        Duration duration = pause == null ? null : duration(pause.duration());
        if (duration == null || scene.position().pauses().isEmpty()) {
            return null;
        }
        PauseCondition condition = scene.position().pauses().getFirst();
        Instant since = condition.startTime() == null ? scene.now() : condition.startTime();
        return since.plus(duration);
    }

    /// Seconds, or a number with a unit; null for a pause without end.
    static @Nullable Duration duration(@Nullable IntOrString duration) {
        if (duration == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(duration.toString());
        if (!matcher.matches()) {
            return null;
        }
        long count = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            case "ms" -> Duration.ofMillis(count);
            default -> Duration.ofSeconds(count);
        };
    }

    /// The new version has that share, and pods enough to carry it.
    private static boolean hasWeight(Scene scene, int weight) {
        Integer actual = scene.routing().weight();
        if (actual != null) {
            return actual == weight && canCarry(scene, weight);
        }
        int replicas = scene.replicas();
        ReplicaSet stable = scene.sets().stable();
        int canary = Sizes.canaryByRatio(replicas, weight);
        int old = Sizes.stableByRatio(replicas, weight);
        return Scene.wanted(scene.sets().current()) == canary
                && Scene.available(scene.sets().current()) >= canary
                && (stable == null || Scene.wanted(stable) == old)
                && Scene.sum(scene.sets().others(), Scene::wanted) == 0;
    }

    /// Nothing depends on the old version any more: the new one has all pods, and whoever asks for
    /// the stable service reaches it.
    private static boolean isTakenOver(Scene scene) {
        boolean splits = scene.routing().splits();
        return canTakeOver(scene)
                && (!splits
                        || scene.routing()
                                .stable()
                                .serves(scene.position().podHash(), scene.replicas()));
    }

    /// The new version may become what the stable service selects.
    static boolean canTakeOver(Scene scene) {
        Position position = scene.position();
        Integer actual = scene.routing().weight();
        return position.isUpdating()
                && !position.aborted()
                && !Boolean.TRUE.equals(scene.rollout().spec().paused())
                && position.stepsDone(of(scene.rollout()).size())
                && Scene.available(scene.sets().current()) >= scene.replicas()
                && (actual == null || actual == 100);
    }
}
