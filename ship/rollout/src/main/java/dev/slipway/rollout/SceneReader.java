package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informer;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers what a decision depends on. Thread-safe.
final class SceneReader {
    private final RolloutServices services;
    private final Informer<HttpRoute> routes;

    SceneReader(RolloutServices services, Informer<HttpRoute> routes) {
        this.services = services;
        this.routes = routes;
    }

    /// What cannot work in the specification as it is, or null.
    @Nullable String problem(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        if (canary == null) {
            return "spec.strategy: no canary (only canary is supported yet)";
        }
        for (int i = 0; i < canary.steps().size(); i++) {
            Rollout.Step step = canary.steps().get(i);
            if ((step.setWeight() == null) == (step.pause() == null)) {
                return "spec.strategy.canary.steps["
                        + i
                        + "]: neither setWeight nor pause (others are not supported yet)";
            }
        }
        return canary.trafficRouting() == null ? null : routingProblem(rollout, canary);
    }

    private @Nullable String routingProblem(Rollout rollout, Rollout.Canary canary) {
        String place = "spec.strategy.canary.trafficRouting";
        ObjectKey key = HttpRouteWeights.route(rollout);
        HttpRouteWeights.Services names = names(canary);
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

    static HttpRouteWeights.@Nullable Services names(Rollout.Canary canary) {
        String canaryService = canary.canaryService();
        String stableService = canary.stableService();
        return canaryService == null || stableService == null
                ? null
                : new HttpRouteWeights.Services(canaryService, stableService);
    }

    Scene read(Rollout rollout, List<ReplicaSet> sets, ReplicaSet current, Instant now) {
        Position position = Position.of(rollout, Scene.hash(current), stepHash(rollout), now);
        ReplicaSet stable = RolloutReplicaSets.find(sets, position.stableHash());
        if (stable == null && position.isUpdating()) {
            // The stable version was deleted by hand: all that is left is to go forward.
            position =
                    new Position(
                            position.podHash(),
                            "",
                            position.index(),
                            Position.Abort.NONE,
                            false,
                            false,
                            List.of());
        }
        List<ReplicaSet> others =
                sets.stream()
                        .filter(s ->
                                !s.key().equals(current.key())
                                        && (stable == null || !s.key().equals(stable.key())))
                        .toList();
        return new Scene(
                rollout, position, new Scene.Sets(current, stable, others), routing(rollout), now);
    }

    private Scene.Routing routing(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        if (canary == null) {
            return new Scene.Routing(null, Scene.ServiceState.NONE, Scene.ServiceState.NONE);
        }
        String namespace = rollout.key().namespace();
        ObjectKey key = HttpRouteWeights.route(rollout);
        HttpRoute route = key == null ? null : routes.find(key);
        HttpRouteWeights.Services names = names(canary);
        return new Scene.Routing(
                route == null || names == null ? null : HttpRouteWeights.weight(route, names),
                services.state(namespace, canary.canaryService()),
                services.state(namespace, canary.stableService()));
    }

    /// The hash of the template: that of the ReplicaSet made from it, or of one whose stored
    /// template it is (as after an undo, where it carries defaults), or a new one.
    static String templateHash(Rollout rollout, List<ReplicaSet> sets) {
        Integer collisions = rollout.status().collisionCount();
        String hash =
                TemplateHash.of(rollout.spec().template(), collisions == null ? 0 : collisions);
        if (RolloutReplicaSets.find(sets, hash) != null) {
            return hash;
        }
        for (ReplicaSet set : sets) {
            if (!Scene.hash(set).isEmpty() && template(set).equals(rollout.spec().template())) {
                return Scene.hash(set);
            }
        }
        return hash;
    }

    /// The template as it was before the hash was put into it.
    static ObjectNode template(ReplicaSet set) {
        ObjectNode template = set.spec().template().deepCopy();
        if (template.at("/metadata/labels") instanceof ObjectNode labels) {
            labels.remove(Rollout.POD_TEMPLATE_HASH);
        }
        return template;
    }

    static String stepHash(Rollout rollout) {
        return TemplateHash.of(Json.tree(new Steps(Position.steps(rollout))), 0);
    }

    private record Steps(List<Rollout.Step> steps) {}
}
