package dev.slipway.benchmarks;

import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.TrafficFigures;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.rollout.RolloutController;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// 1,000 Rollouts of three pods each, with two Services and an HTTPRoute each, over the real store
/// on disk, with a node that runs nothing and made-up traffic that the guards judge: all are
/// created, then all are released at the same time, step by step. Tells how long reconciles take
/// and how much memory everything takes. The number of Rollouts is the first argument.
public final class RolloutsAtScale {
    private final ScaleWorld world;
    private final int rollouts;

    private RolloutsAtScale(ScaleWorld world, int rollouts) {
        this.world = world;
        this.rollouts = rollouts;
    }

    public static void main(String[] args) throws Exception {
        int rollouts = args.length == 0 ? 1_000 : Integer.parseInt(args[0]);
        try (ScaleWorld world = new ScaleWorld()) {
            new RolloutsAtScale(world, rollouts).run();
        }
    }

    private void run() throws Exception {
        try (SystemTime time = new SystemTime();
                Informers informers = new Informers(world.cluster, time);
                Workloads workloads =
                        new Workloads(
                                WorkloadsConfig.of(Kinds.all(), ""),
                                _ -> world.cluster,
                                informers,
                                Workloads.Crossings.none(),
                                time);
                RolloutController controller =
                        new RolloutController(world.cluster, informers, new EvenTraffic(), time);
                SimulatedNode node =
                        new SimulatedNode(world.cluster, informers, time, _ -> ScaleWorld.QUICK)) {
            informers.start();
            workloads.start();
            controller.start();
            node.start();
            world.measure("all run", this::createAll, () -> allRun("app:v1"));
            ScaleWorld.report(controller.figures());
            world.measure("all released", this::releaseAll, () -> allRun("app:v2"));
            ScaleWorld.report(controller.figures());
        }
    }

    /// Every version gets ten requests more each time it is asked for, of which hardly any fail.
    private static final class EvenTraffic implements RevisionTraffic {
        private final java.util.Map<String, TrafficFigures> figures =
                new java.util.concurrent.ConcurrentHashMap<>();

        @Override
        public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
            long failed = ThreadLocalRandom.current().nextInt(1_000) == 0 ? 1 : 0;
            TrafficFigures more = new TrafficFigures(10, failed, TrafficFigures.NONE.latencies());
            return Optional.of(figures.merge(source + podTemplateHash, more, TrafficFigures::plus));
        }
    }

    private void createAll() {
        for (int i = 0; i < rollouts; i++) {
            for (String service : new String[] {"stable", "canary"}) {
                world.create(
                        Kinds.SERVICE,
                        """
                        {apiVersion: v1, kind: Service,
                         metadata: {name: app%d-%s, namespace: default},
                         spec: {selector: {app: app%d}, ports: [{port: 80, targetPort: 8080}]}}
                        """
                                .formatted(i, service, i));
            }
            world.create(
                    Kinds.HTTP_ROUTE,
                    """
                    {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute,
                     metadata: {name: app%1$d, namespace: default},
                     spec: {rules: [{backendRefs: [{name: app%1$d-stable, port: 80},
                       {name: app%1$d-canary, port: 80, weight: 0}]}]}}
                    """
                            .formatted(i));
            world.create(
                    Kinds.ROLLOUT,
                    """
                    {apiVersion: argoproj.io/v1alpha1, kind: Rollout,
                     metadata: {name: app%1$d, namespace: default},
                     spec: {replicas: 3, selector: {matchLabels: {app: app%1$d}},
                      strategy: {canary: {canaryService: app%1$d-canary, stableService: app%1$d-stable,
                       scaleDownDelaySeconds: 1, trafficRouting: {plugins: {
                        argoproj-labs/gatewayAPI: {httpRoute: app%1$d, namespace: default}}},
                       steps: [{setWeight: 10}, {pause: {duration: 10s}}, {setWeight: 50},
                        {pause: {duration: 10s}}]}},
                      template: {metadata: {labels: {app: app%1$d}}, spec: {containers: [
                       {name: main, image: 'app:v1', ports: [{containerPort: 8080}]}]}}}}
                    """
                            .formatted(i));
        }
    }

    private void releaseAll() {
        for (int i = 0; i < rollouts; i++) {
            world.patch(
                    Kinds.ROLLOUT,
                    "app" + i,
                    "{spec: {template: {spec: {containers: [{name: main, image: 'app:v2',"
                            + " ports: [{containerPort: 8080}]}]}}}}");
        }
    }

    private boolean allRun(String image) {
        return world.cluster.resources(Kinds.ROLLOUT).list(ListQuery.all()).items().stream()
                .allMatch(rollout -> runs(rollout, image));
    }

    private static boolean runs(Rollout rollout, String image) {
        String generation = String.valueOf(rollout.metadata().generation());
        return rollout.spec().template().toString().contains(image)
                && generation.equals(rollout.status().observedGeneration())
                && "Healthy".equals(rollout.status().phase());
    }
}
