package dev.slipway.benchmarks;

import dev.slipway.api.AdmissionChain;
import dev.slipway.api.ApiConfig;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.Caller;
import dev.slipway.api.KindRegistry;
import dev.slipway.api.KindSchemas;
import dev.slipway.api.LocalCluster;
import dev.slipway.api.ObjectIndex;
import dev.slipway.api.ObjectIndexer;
import dev.slipway.api.StoreBackedApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.TrafficFigures;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.rollout.RolloutController;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// 1,000 Rollouts of three pods each, with two Services and an HTTPRoute each, over the real store
/// on disk, with a node that runs nothing and made-up traffic that the guards judge: all are
/// created, then all are released at the same time, step by step. Tells how long reconciles take
/// and how much memory everything takes. The number of Rollouts is the first argument.
public final class RolloutsAtScale {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Cluster cluster;
    private final int rollouts;

    private RolloutsAtScale(Cluster cluster, int rollouts) {
        this.cluster = cluster;
        this.rollouts = rollouts;
    }

    public static void main(String[] args) throws Exception {
        int rollouts = args.length == 0 ? 1_000 : Integer.parseInt(args[0]);
        KindRegistry kinds = BuiltInKinds.registry();
        try (BenchFolder folder = BenchFolder.create();
                Store<ObjectIndex> store =
                        SqliteStore.open(
                                folder.path(), new ObjectIndexer(kinds), StoreConfig.defaults())) {
            StoreBackedApi api =
                    new StoreBackedApi(
                            store,
                            kinds,
                            new AdmissionChain(),
                            new StoreBackedApi.Parts(
                                    ApiConfig.defaults(),
                                    KindSchemas.NONE,
                                    InstantSource.system(),
                                    new SecureRandom()));
            new RolloutsAtScale(new LocalCluster(api, Caller.server()), rollouts).run();
        }
    }

    private void run() throws Exception {
        Behaviour quick = new Behaviour(Duration.ofMillis(500), null, 0, Duration.ofMillis(500));
        create(Kinds.NAMESPACE, "{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
        try (SystemTime time = new SystemTime();
                Informers informers = new Informers(cluster, time);
                Workloads workloads =
                        new Workloads(
                                WorkloadsConfig.of(Kinds.all(), ""),
                                _ -> cluster,
                                informers,
                                Workloads.Crossings.none(),
                                time);
                RolloutController controller =
                        new RolloutController(cluster, informers, new EvenTraffic(), time);
                SimulatedNode node = new SimulatedNode(cluster, informers, time, _ -> quick)) {
            informers.start();
            workloads.start();
            controller.start();
            node.start();
            measure("all run", "app:v1", this::createAll);
            report(controller.figures());
            measure("all released", "app:v2", this::releaseAll);
            report(controller.figures());
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

    private void measure(String what, String image, Runnable change) throws InterruptedException {
        long start = System.nanoTime();
        change.run();
        while (!allRun(image)) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IllegalStateException("Not within " + LIMIT + ": " + what);
            }
            Thread.sleep(1_000);
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%s after %.1f s, heap in use %d MB%n",
                what,
                (System.nanoTime() - start) / 1e9,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private void createAll() {
        for (int i = 0; i < rollouts; i++) {
            for (String service : new String[] {"stable", "canary"}) {
                create(
                        Kinds.SERVICE,
                        """
                        {apiVersion: v1, kind: Service,
                         metadata: {name: app%d-%s, namespace: default},
                         spec: {selector: {app: app%d}, ports: [{port: 80, targetPort: 8080}]}}
                        """
                                .formatted(i, service, i));
            }
            create(
                    Kinds.HTTP_ROUTE,
                    """
                    {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute,
                     metadata: {name: app%1$d, namespace: default},
                     spec: {rules: [{backendRefs: [{name: app%1$d-stable, port: 80},
                       {name: app%1$d-canary, port: 80, weight: 0}]}]}}
                    """
                            .formatted(i));
            create(
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
        String change =
                "{spec: {template: {spec: {containers: [{name: main, image: 'app:v2',"
                        + " ports: [{containerPort: 8080}]}]}}}}";
        for (int i = 0; i < rollouts; i++) {
            cluster.resources(Kinds.ROLLOUT)
                    .patch(
                            new ObjectKey("default", "app" + i),
                            new Patch.MergePatch(Yaml.parse(change, "change").getFirst().object()));
        }
    }

    private void create(Kind<?> kind, String yaml) {
        cluster.resources(kind.raw())
                .create(RawResource.of(Yaml.parse(yaml, "object").getFirst().object()));
    }

    private boolean allRun(String image) {
        return cluster.resources(Kinds.ROLLOUT).list(ListQuery.all()).items().stream()
                .allMatch(rollout -> runs(rollout, image));
    }

    private static boolean runs(Rollout rollout, String image) {
        String generation = String.valueOf(rollout.metadata().generation());
        return rollout.spec().template().toString().contains(image)
                && generation.equals(rollout.status().observedGeneration())
                && "Healthy".equals(rollout.status().phase());
    }

    private static void report(ControllerFigures figures) {
        System.out.printf(
                Locale.ROOT,
                "  %d reconciles, %d conflicts, %d failures, median %.1f ms, p99 %.1f ms,"
                        + " longest %.1f ms%n",
                figures.reconciles(),
                figures.conflicts(),
                figures.failures(),
                figures.durations().median().toNanos() / 1e6,
                figures.durations().p99().toNanos() / 1e6,
                figures.durations().longest().toNanos() / 1e6);
    }
}
