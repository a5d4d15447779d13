package dev.slipway.rollout;

import java.util.Map;

/// Carries out where the traffic of a canary release is to go: weights and rules of the routes and
/// selectors of the two services. Thread-safe.
final class CanaryTraffic {
    private final CanaryRoutes routes;
    private final RolloutServices services;
    private final RolloutEvents events;

    CanaryTraffic(CanaryRoutes routes, RolloutServices services, RolloutEvents events) {
        this.routes = routes;
        this.services = services;
        this.events = events;
    }

    /// Takes traffic away from the new version where it has too much: weight, and requests that a
    /// rule sends to it before its service reaches it.
    void withdraw(Scene scene) {
        Scene.Split split = scene.routing().split();
        if (split == null) {
            return;
        }
        CanaryPlan plan = CanaryPlan.of(scene);
        int possible = CanaryCapacity.weightPossible(scene, plan);
        String hash = scene.position().podHash();
        Scene.ServiceState canary = scene.routing().canary();
        boolean unreached =
                !canary.selects(hash) || canary.ready(hash) == 0 || plan.managed().isEmpty();
        boolean strays = unreached && CanaryRoutes.hasManaged(scene);
        if (possible >= split.highest() && !strays) {
            return;
        }
        // Given up just when the stable service had been switched over: first back.
        if (!scene.position().isFirstDeploy()) {
            backToStable(scene);
        }
        set(scene, unreached ? withoutManaged(plan) : plan, Math.min(possible, split.highest()));
    }

    private static CanaryPlan withoutManaged(CanaryPlan plan) {
        return new CanaryPlan(plan.weight(), plan.total(), plan.pods(), Map.of());
    }

    /// Gives the new version more weight, and the requests that rules send to it, if it can carry
    /// them.
    void extend(Scene scene) {
        Scene.Split split = scene.routing().split();
        if (split == null || scene.held()) {
            return;
        }
        CanaryPlan plan = CanaryPlan.of(scene);
        int possible = CanaryCapacity.weightPossible(scene, plan);
        boolean reached = scene.routing().canary().ready(scene.position().podHash()) > 0;
        boolean arranges = reached && !CanaryRoutes.show(scene, plan);
        if (possible > split.lowest() || arranges) {
            set(scene, plan, Math.max(possible, split.lowest()));
        }
    }

    private void set(Scene scene, CanaryPlan plan, int weight) {
        routes.apply(scene, plan, weight);
        if (weight != scene.routing().weight()) {
            events.weighted(scene.rollout(), scene.routing().weight(), weight);
        }
    }

    /// The canary service only while it has no traffic, the stable one only to a version that can
    /// take over what goes there.
    void switchServices(Scene scene) {
        Position position = scene.position();
        String current = position.podHash();
        boolean up = Scene.available(scene.sets().current()) >= Math.min(1, scene.replicas());
        boolean untouched = scene.routing().weight() == 0 && !CanaryRoutes.hasManaged(scene);
        if (up && untouched && !position.aborted()) {
            select(scene, scene.routing().canary(), current);
        }
        if (position.isUpdating() && !takesOver(scene)) {
            backToStable(scene);
        } else if (up) {
            select(scene, scene.routing().stable(), current);
        }
    }

    /// Services that take turns stay with their versions.
    private static boolean takesOver(Scene scene) {
        return Scene.canary(scene.rollout()).pingPong() == null
                && CanarySteps.canTakeOver(scene, CanaryPlan.of(scene));
    }

    private void backToStable(Scene scene) {
        Scene.ServiceState stable = scene.routing().stable();
        String hash = scene.position().stableHash();
        if (CanaryCapacity.canSucceed(scene, stable, hash)) {
            select(scene, stable, hash);
        }
    }

    private void select(Scene scene, Scene.ServiceState service, String hash) {
        if (service.exists() && !service.selects(hash)) {
            services.select(scene.rollout(), service.name(), hash);
            events.switched(scene.rollout(), service.name(), hash);
        }
    }
}
