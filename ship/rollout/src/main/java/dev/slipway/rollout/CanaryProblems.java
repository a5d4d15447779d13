package dev.slipway.rollout;

import dev.slipway.controller.Informer;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Rollout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what keeps a canary release from working. Thread-safe.
final class CanaryProblems {
    private final Informer<HttpRoute> routes;
    private final PluginAddresses plugins;

    CanaryProblems(Informer<HttpRoute> routes, PluginAddresses plugins) {
        this.routes = routes;
        this.plugins = plugins;
    }

    List<String> of(Rollout rollout) {
        Rollout.Canary canary = Scene.canary(rollout);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < canary.steps().size(); i++) {
            Rollout.Step step = canary.steps().get(i);
            String problem = stepProblem(step);
            if (problem != null) {
                problems.add("spec.strategy.canary.steps[" + i + "]" + problem);
            }
        }
        String routing = canary.trafficRouting() == null ? null : routingProblem(rollout);
        if (routing != null) {
            problems.add(routing);
        }
        return problems;
    }

    private @Nullable String stepProblem(Rollout.Step step) {
        if (step.plugin() != null) {
            String name = step.plugin().name();
            return name == null || plugins.find(name) == null
                    ? ".plugin.name: " + PluginAddresses.unknown(name == null ? "" : name)
                    : null;
        }
        if (step.experiment() != null
                && step.experiment().templates().stream().anyMatch(t -> t.has("weight"))) {
            return ".experiment.templates: weight is not supported";
        }
        return null;
    }

    private @Nullable String routingProblem(Rollout rollout) {
        String place = "spec.strategy.canary.trafficRouting";
        List<ObjectKey> keys = CanaryRoutes.keys(rollout);
        CanaryRoutes.Services names = CanaryRoutes.services(rollout);
        if (keys.isEmpty()) {
            return place + ".plugins: no " + CanaryRoutes.PLUGIN + " (the one supported)";
        }
        if (names == null) {
            return "spec.strategy.canary: canaryService and stableService are needed to split"
                    + " traffic";
        }
        // Before the first version is up there is nothing to split, and the route may be the next
        // thing applied.
        boolean firstDeploy = rollout.status().stableRS() == null;
        for (ObjectKey key : keys) {
            HttpRoute route = routes.find(key);
            if (route == null && !firstDeploy) {
                return place + ": HTTPRoute " + key + " not found";
            }
            if (route != null && !CanaryRoutes.splits(route, names)) {
                return place
                        + ": HTTPRoute "
                        + key
                        + " has no rule with both backends "
                        + names.canary()
                        + " and "
                        + names.stable();
            }
        }
        return null;
    }
}
