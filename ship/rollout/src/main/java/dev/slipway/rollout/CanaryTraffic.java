package dev.slipway.rollout;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Rollout;

/// Carries out where traffic of a canary release is to go: weights of the route and selectors of
/// the two services. Thread-safe.
final class CanaryTraffic {
    private final HttpRouteWeights weights;
    private final RolloutServices services;
    private final RolloutEvents events;

    CanaryTraffic(HttpRouteWeights weights, RolloutServices services, RolloutEvents events) {
        this.weights = weights;
        this.services = services;
        this.events = events;
    }

    /// Takes weight away from the new version where it has too much.
    void withdraw(Scene scene) {
        Integer actual = scene.routing().weight();
        int possible = CanarySteps.weightPossible(scene);
        if (actual == null || possible >= actual) {
            return;
        }
        // Given up just when the stable service had been switched over: first back.
        if (!scene.position().isFirstDeploy()) {
            select(scene, scene.routing().stable(), scene.position().stableHash());
        }
        set(scene, actual, possible);
    }

    /// Gives the new version more weight if it can carry it.
    void extend(Scene scene) {
        Integer actual = scene.routing().weight();
        int possible = CanarySteps.weightPossible(scene);
        boolean held = Boolean.TRUE.equals(scene.rollout().spec().paused());
        if (actual != null && possible > actual && !held) {
            set(scene, actual, possible);
        }
    }

    private void set(Scene scene, int before, int after) {
        Rollout.Canary canary = Scene.canary(scene.rollout());
        ObjectKey route = HttpRouteWeights.route(scene.rollout());
        HttpRouteWeights.Services names = HttpRouteWeights.services(canary);
        if (route != null && names != null) {
            weights.set(route, names, after);
            events.weighted(scene.rollout(), before, after);
        }
    }

    void switchServices(Scene scene) {
        Position position = scene.position();
        String current = position.podHash();
        boolean up = Scene.available(scene.sets().current()) >= Math.min(1, scene.replicas());
        Integer weight = scene.routing().weight();
        boolean unweighted = weight == null || weight == 0;
        if (up && unweighted && !position.aborted()) {
            select(scene, scene.routing().canary(), current);
        }
        if (!position.isUpdating() || CanarySteps.canTakeOver(scene)) {
            if (up) {
                select(scene, scene.routing().stable(), current);
            }
        } else {
            select(scene, scene.routing().stable(), position.stableHash());
        }
    }

    private void select(Scene scene, Scene.ServiceState service, String hash) {
        if (service.exists() && !service.selectedHash().equals(hash)) {
            services.select(scene.rollout(), service.name(), hash);
            events.switched(scene.rollout(), service.name(), hash);
        }
    }
}
