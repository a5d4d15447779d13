package dev.slipway.rollout;

import dev.slipway.controller.Informer;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Step by step: [CanaryPlan] says what the steps ask for, [CanaryScaling] how many pods there are
/// for it, [CanaryTraffic] moves the traffic, [CanarySteps] goes on. Thread-safe.
final class CanaryStrategy implements Strategy {
    private final RolloutServices services;
    private final Informer<HttpRoute> routes;
    private final CanaryProblems problems;
    private final CanaryTraffic traffic;

    CanaryStrategy(
            RolloutServices services,
            Informer<HttpRoute> routes,
            CanaryTraffic traffic,
            PluginAddresses plugins) {
        this.services = services;
        this.routes = routes;
        this.problems = new CanaryProblems(routes, plugins);
        this.traffic = traffic;
    }

    @Override
    public List<String> problems(Rollout rollout) {
        return problems.of(rollout);
    }

    @Override
    public Scene.Routing routing(Rollout rollout) {
        CanaryRoutes.Services names = CanaryRoutes.services(rollout);
        Rollout.Canary canary = Scene.canary(rollout);
        List<HttpRoute> found = new ArrayList<>();
        for (ObjectKey key : CanaryRoutes.keys(rollout)) {
            HttpRoute route = routes.find(key);
            if (route != null) {
                found.add(route);
            }
        }
        String namespace = rollout.key().namespace();
        return new Scene.Routing(
                names == null ? null : CanaryRoutes.split(found, names, CanaryPlan.total(rollout)),
                services.state(namespace, names == null ? canary.canaryService() : names.canary()),
                services.state(namespace, names == null ? canary.stableService() : names.stable()));
    }

    @Override
    public List<RevisionTraffic.Source> sources(Rollout rollout) {
        return CanaryRoutes.keys(rollout).stream()
                .map(key ->
                        (RevisionTraffic.Source)
                                new RevisionTraffic.Source.Route(key.namespace(), key.name()))
                .toList();
    }

    @Override
    public List<RunOrder> runs(Scene scene) {
        return CanaryPlan.runs(scene);
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
        return CanarySteps.advance(scene, CanaryPlan.of(scene), Promotion::of);
    }

    @Override
    public Outlook outlook(Scene scene) {
        int replicas = scene.replicas();
        boolean oldGone =
                scene.routing().splits()
                        || Scene.sum(scene.sets().others(), s -> s.status().replicas()) == 0;
        boolean shaped = !scene.routing().splits() || !CanaryRoutes.hasManaged(scene);
        return new Outlook(
                CanaryPlan.steps(scene.rollout()).size(),
                actualWeight(scene),
                oldGone && shaped && scene.routing().weight() == 0,
                replicas - Sizes.maxUnavailable(Scene.canary(scene.rollout()), replicas),
                due(scene),
                waitingFor(scene));
    }

    private static @Nullable Instant due(Scene scene) {
        Instant pause = CanarySteps.pauseEnd(scene);
        return pause == null ? PluginSteps.due(scene) : pause;
    }

    private static @Nullable String waitingFor(Scene scene) {
        CanaryPlan plan = CanaryPlan.of(scene);
        if (!scene.position().isUpdating() || !plan.isLimited(scene)) {
            return null;
        }
        boolean stops = CanaryPlan.stepsDone(scene) || actualWeight(scene) >= plan.weight();
        return stops
                ? "waiting for the release to allow more than "
                        + CanaryPlan.limit(scene.rollout(), 100)
                        + " % of the traffic"
                : null;
    }

    @Override
    public RolloutStatus report(Scene scene, RolloutStatus status) {
        RolloutStatus.CanaryStatus before = scene.rollout().status().canary();
        List<RunOrder> orders = CanaryPlan.runs(scene);
        return status.withCanary(
                new RolloutStatus.CanaryStatus(
                        weights(scene),
                        RunVerdicts.status(
                                scene,
                                orders,
                                RunOrder.Purpose.STEP,
                                before.currentStepAnalysisRunStatus()),
                        RunVerdicts.status(
                                scene,
                                orders,
                                RunOrder.Purpose.BACKGROUND,
                                before.currentBackgroundAnalysisRunStatus()),
                        CanaryPlan.experiment(scene),
                        turn(scene),
                        PluginSteps.of(scene).stream().map(Json::tree).toList()));
    }

    /// Which of two services that take turns is the stable one: with the version it goes over to
    /// the other.
    private static @Nullable String turn(Scene scene) {
        if (Scene.canary(scene.rollout()).pingPong() == null) {
            return null;
        }
        String before = scene.rollout().status().stableRS();
        String now = scene.position().stableHash();
        boolean turns = before != null && !now.isEmpty() && !before.equals(now);
        return CanaryRoutes.isPongStable(scene.rollout()) == turns ? "ping" : "pong";
    }

    private static RolloutStatus.@Nullable Weights weights(Scene scene) {
        Position position = scene.position();
        if (position.isFirstDeploy()) {
            return scene.rollout().status().canary().weights();
        }
        Scene.Split split = scene.routing().split();
        int total = CanaryPlan.total(scene.rollout());
        int weight = split == null ? actualWeight(scene) : shown(scene, split);
        return new RolloutStatus.Weights(
                new RolloutStatus.Destination(
                        weight, position.podHash(), name(scene.routing().canary())),
                new RolloutStatus.Destination(
                        total - weight, position.stableHash(), name(scene.routing().stable())),
                List.of(),
                null);
    }

    private static int shown(Scene scene, Scene.Split split) {
        return scene.position().isUpdating() ? split.highest() : 0;
    }

    private static @Nullable String name(Scene.ServiceState service) {
        return service.exists() ? service.name() : null;
    }

    /// The share of the new version in percent: what the routes say, or what the numbers of pods
    /// make it.
    private static int actualWeight(Scene scene) {
        if (!scene.position().isUpdating()) {
            return 0;
        }
        Scene.Split split = scene.routing().split();
        if (split != null) {
            return 100 * split.highest() / split.total();
        }
        int all = Scene.sum(scene.sets().all(), Scene::available);
        return all == 0 ? 0 : 100 * Scene.available(scene.sets().current()) / all;
    }
}
