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

    CanaryProblems(Informer<HttpRoute> routes) {
        this.routes = routes;
    }

    List<String> of(Rollout rollout) {
        Rollout.Canary canary = Scene.canary(rollout);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < canary.steps().size(); i++) {
            Rollout.Step step = canary.steps().get(i);
            if ((step.setWeight() == null) == (step.pause() == null)) {
                problems.add(
                        "spec.strategy.canary.steps["
                                + i
                                + "]: neither setWeight nor pause (others are not supported yet)");
            }
        }
        String routing = canary.trafficRouting() == null ? null : routingProblem(rollout, canary);
        if (routing != null) {
            problems.add(routing);
        }
        return problems;
    }

    private @Nullable String routingProblem(Rollout rollout, Rollout.Canary canary) {
        String place = "spec.strategy.canary.trafficRouting";
        ObjectKey key = HttpRouteWeights.route(rollout);
        HttpRouteWeights.Services names = HttpRouteWeights.services(canary);
        if (key == null) {
            return place + ".plugins: no " + HttpRouteWeights.PLUGIN + " (the one supported)";
        }
        if (names == null) {
            return "spec.strategy.canary: canaryService and stableService are needed to split"
                    + " traffic";
        }
        HttpRoute route = routes.find(key);
        boolean firstDeploy = rollout.status().stableRS() == null;
        if (route == null && firstDeploy) {
            // There is nothing to split yet, and the route may be the next thing applied.
            return null;
        }
        if (route == null) {
            return place + ": HTTPRoute " + key + " not found";
        }
        if (HttpRouteWeights.weight(route, names) == null) {
            return place
                    + ": HTTPRoute "
                    + key
                    + " has no rule with both backends "
                    + names.canary()
                    + " and "
                    + names.stable();
        }
        return null;
    }
}
