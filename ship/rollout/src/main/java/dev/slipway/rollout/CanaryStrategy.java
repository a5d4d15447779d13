package dev.slipway.rollout;

import dev.slipway.controller.Informer;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Step by step: [CanarySteps] says how far, [CanaryScaling] with how many pods, [CanaryTraffic]
/// moves the traffic. Thread-safe.
final class CanaryStrategy implements Strategy {
    private final RolloutServices services;
    private final Informer<HttpRoute> routes;
    private final CanaryProblems problems;
    private final CanaryTraffic traffic;

    CanaryStrategy(RolloutServices services, Informer<HttpRoute> routes, CanaryTraffic traffic) {
        this.services = services;
        this.routes = routes;
        this.problems = new CanaryProblems(routes);
        this.traffic = traffic;
    }

    @Override
    public List<String> problems(Rollout rollout) {
        return problems.of(rollout);
    }

    @Override
    public Scene.Routing routing(Rollout rollout) {
        Rollout.Canary canary = Scene.canary(rollout);
        String namespace = rollout.key().namespace();
        ObjectKey key = HttpRouteWeights.route(rollout);
        HttpRoute route = key == null ? null : routes.find(key);
        HttpRouteWeights.Services names = HttpRouteWeights.services(canary);
        return new Scene.Routing(
                route == null || names == null ? null : HttpRouteWeights.weight(route, names),
                services.state(namespace, canary.canaryService()),
                services.state(namespace, canary.stableService()));
    }

    @Override
    public List<RevisionTraffic.Source> sources(Rollout rollout) {
        ObjectKey route = HttpRouteWeights.route(rollout);
        return route == null
                ? List.of()
                : List.of(new RevisionTraffic.Source.Route(route.namespace(), route.name()));
    }

    @Override
    public List<RunOrder> runs(Scene scene) {
        return CanarySteps.runs(scene);
    }

    @Override
    public void withdraw(Scene scene) {
        traffic.withdraw(scene);
    }

    @Override
    public List<Scaling.Order> orders(Scene scene) {
        return CanaryScaling.orders(scene);
    }

    @Override
    public void extend(Scene scene) {
        traffic.switchServices(scene);
        traffic.extend(scene);
    }

    @Override
    public Position advance(Scene scene) {
        return CanarySteps.advance(scene);
    }

    @Override
    public Outlook outlook(Scene scene) {
        int replicas = scene.replicas();
        Integer weight = scene.routing().weight();
        boolean oldGone =
                scene.routing().splits()
                        || Scene.sum(scene.sets().others(), s -> s.status().replicas()) == 0;
        return new Outlook(
                CanarySteps.of(scene.rollout()).size(),
                actualWeight(scene),
                oldGone && (weight == null || weight == 0),
                replicas - Sizes.maxUnavailable(Scene.canary(scene.rollout()), replicas),
                CanarySteps.pauseEnd(scene));
    }

    @Override
    public RolloutStatus report(Scene scene, RolloutStatus status) {
        return status.withCanary(status.canary().withWeights(weights(scene)));
    }

    private static RolloutStatus.@Nullable Weights weights(Scene scene) {
        Position position = scene.position();
        if (position.isFirstDeploy()) {
            return scene.rollout().status().canary().weights();
        }
        int weight = actualWeight(scene);
        return new RolloutStatus.Weights(
                new RolloutStatus.Destination(
                        weight, position.podHash(), name(scene.routing().canary())),
                new RolloutStatus.Destination(
                        100 - weight, position.stableHash(), name(scene.routing().stable())),
                List.of(),
                null);
    }

    private static @Nullable String name(Scene.ServiceState service) {
        return service.exists() ? service.name() : null;
    }

    /// The share of the new version: what the route says, or what the numbers of pods make it.
    private static int actualWeight(Scene scene) {
        if (!scene.position().isUpdating()) {
            return 0;
        }
        Integer routed = scene.routing().weight();
        if (routed != null) {
            return routed;
        }
        int all = Scene.sum(scene.sets().all(), Scene::available);
        return all == 0 ? 0 : 100 * Scene.available(scene.sets().current()) / all;
    }
}
