package dev.slipway.rollout;

import dev.slipway.model.kinds.Rollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the steps of a canary release ask for at the position it is at. Pure.
///
/// - `weight`: the share of traffic out of `total` that the new version is to get.
/// - `pods`: how many pods the new version is to have where a route splits the traffic.
/// - `managed`: the rules that steps added to the routes, by name.
record CanaryPlan(int weight, int total, int pods, Map<String, Rollout.Step> managed) {
    /// On a Rollout: the most percent of traffic that a new version may get.
    static final String LIMIT = "slipway.dev/release-limit";

    private static final int ALL = 100;

    CanaryPlan {
        managed = Map.copyOf(managed);
    }

    static CanaryPlan of(Scene scene) {
        int total = total(scene.rollout());
        int weight = weight(scene, total);
        return new CanaryPlan(weight, total, pods(scene, weight, total), managed(scene));
    }

    /// The steps; none where the strategy is another one.
    static List<Rollout.Step> steps(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        return canary == null ? List.of() : canary.steps();
    }

    /// The step that the update is at; null when it is past all of them, or there is no update.
    static Rollout.@Nullable Step step(Scene scene) {
        Position position = scene.position();
        List<Rollout.Step> steps = steps(scene.rollout());
        return !position.isUpdating() || position.stepsDone(steps.size())
                ? null
                : steps.get(position.index());
    }

    static boolean stepsDone(Scene scene) {
        return scene.position().stepsDone(steps(scene.rollout()).size());
    }

    /// The whole that weights are parts of.
    static int total(Rollout rollout) {
        Rollout.TrafficRouting routing = Scene.canary(rollout).trafficRouting();
        Integer total = routing == null ? null : routing.maxTrafficWeight();
        return total == null || total <= 0 ? ALL : total;
    }

    /// The most that the new version may get, out of `total`.
    static int limit(Rollout rollout, int total) {
        String text = rollout.metadata().annotations().get(LIMIT);
        if (text == null || !text.matches("[0-9]{1,3}")) {
            return total;
        }
        return total * Math.min(ALL, Integer.parseInt(text)) / ALL;
    }

    boolean isLimited(Scene scene) {
        return limit(scene.rollout(), total) < total;
    }

    private static int weight(Scene scene, int total) {
        Position position = scene.position();
        if (!position.isUpdating() || position.aborted()) {
            return 0;
        }
        return Math.min(limit(scene.rollout(), total), weightOfSteps(scene, total));
    }

    private static int weightOfSteps(Scene scene, int total) {
        if (stepsDone(scene)) {
            return total;
        }
        List<Rollout.Step> steps = steps(scene.rollout());
        for (int i = scene.position().index(); i >= 0; i--) {
            Integer weight = steps.get(i).setWeight();
            if (weight != null) {
                return weight;
            }
        }
        return 0;
    }

    private static int pods(Scene scene, int weight, int total) {
        Position position = scene.position();
        if (!position.isUpdating()) {
            return scene.replicas();
        }
        if (position.aborted()) {
            return 0;
        }
        Integer set = podsOfSteps(scene);
        int pods =
                set == null
                        ? Sizes.forWeight(
                                scene.replicas(), Math.max(weight, scene.routing().weight()), total)
                        : set;
        Integer min = Scene.canary(scene.rollout()).minPodsPerReplicaSet();
        return pods == 0 || min == null ? pods : Math.max(pods, min);
    }

    /// What the last `setCanaryScale` says, null if the weight decides.
    private static @Nullable Integer podsOfSteps(Scene scene) {
        if (stepsDone(scene)) {
            return null;
        }
        List<Rollout.Step> steps = steps(scene.rollout());
        for (int i = scene.position().index(); i >= 0; i--) {
            Rollout.SetCanaryScale scale = steps.get(i).setCanaryScale();
            if (scale == null) {
                continue;
            }
            if (Boolean.TRUE.equals(scale.matchTrafficWeight())) {
                return null;
            }
            return scale.replicas() != null
                    ? scale.replicas()
                    : scale.weight() == null
                            ? null
                            : (Integer) Sizes.forWeight(scene.replicas(), scale.weight(), ALL);
        }
        return null;
    }

    private static Map<String, Rollout.Step> managed(Scene scene) {
        Map<String, Rollout.Step> managed = new HashMap<>();
        Position position = scene.position();
        if (!position.isUpdating() || position.aborted()) {
            return managed;
        }
        List<Rollout.Step> steps = steps(scene.rollout());
        for (int i = 0; i <= Math.min(position.index(), steps.size() - 1); i++) {
            Rollout.Step step = steps.get(i);
            if (step.setHeaderRoute() != null && step.setHeaderRoute().name() != null) {
                boolean ends = step.setHeaderRoute().match().isEmpty();
                managed.compute(step.setHeaderRoute().name(), (_, _) -> ends ? null : step);
            } else if (step.setMirrorRoute() != null && step.setMirrorRoute().name() != null) {
                boolean ends = step.setMirrorRoute().match().isEmpty();
                managed.compute(step.setMirrorRoute().name(), (_, _) -> ends ? null : step);
            }
        }
        return managed;
    }

    /// The name of the experiment that the update is at, or null if it is at none.
    static @Nullable String experiment(Scene scene) {
        Position position = scene.position();
        Rollout.Step step = step(scene);
        return step == null || step.experiment() == null || position.aborted()
                ? null
                : RunOrder.experimentName(scene, position.index());
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
        Rollout.Step step = step(scene);
        if (step != null && step.analysis() != null) {
            runs.add(RunOrder.step(position.index(), step.analysis()));
        }
        return runs;
    }
}
