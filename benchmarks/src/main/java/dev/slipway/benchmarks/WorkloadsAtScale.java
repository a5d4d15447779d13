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
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;

/// The controllers with 1,000 pods, 100 Deployments and 200 Services over the real store on disk,
/// with a node that runs nothing: how long until all run, until all are updated, and how long
/// reconciles take.
public final class WorkloadsAtScale {
    private static final int DEPLOYMENTS = 100;
    private static final int PODS_EACH = 10;
    private static final int SERVICES_EACH = 2;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Cluster cluster;

    private WorkloadsAtScale(Cluster cluster) {
        this.cluster = cluster;
    }

    public static void main(String[] args) throws Exception {
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
            new WorkloadsAtScale(new LocalCluster(api, Caller.server())).run();
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
                SimulatedNode node = new SimulatedNode(cluster, informers, time, _ -> quick)) {
            informers.start();
            workloads.start();
            node.start();
            measure("all run", "app:v1", this::createAll);
            report(workloads);
            measure("all updated", "app:v2", this::updateAll);
            report(workloads);
        }
    }

    private void measure(String what, String image, Runnable change) throws InterruptedException {
        long start = System.nanoTime();
        change.run();
        while (!allRun(image)) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IllegalStateException("Not within " + LIMIT + ": " + what);
            }
            Thread.sleep(200);
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
        for (int i = 0; i < DEPLOYMENTS; i++) {
            for (int j = 0; j < SERVICES_EACH; j++) {
                create(
                        Kinds.SERVICE,
                        """
                        {apiVersion: v1, kind: Service,
                         metadata: {name: app%d-%d, namespace: default},
                         spec: {selector: {app: app%d}, ports: [{port: 80, targetPort: 8080}]}}
                        """
                                .formatted(i, j, i));
            }
            create(
                    Kinds.DEPLOYMENT,
                    """
                    {apiVersion: apps/v1, kind: Deployment,
                     metadata: {name: app%d, namespace: default},
                     spec: {replicas: %d, selector: {matchLabels: {app: app%d}},
                      template: {metadata: {labels: {app: app%d}}, spec: {containers: [
                       {name: main, image: 'app:v1', ports: [{containerPort: 8080}]}]}}}}
                    """
                            .formatted(i, PODS_EACH, i, i));
        }
    }

    private void updateAll() {
        String change =
                "{spec: {template: {spec: {containers: [{name: main, image: 'app:v2',"
                        + " ports: [{containerPort: 8080}]}]}}}}";
        for (int i = 0; i < DEPLOYMENTS; i++) {
            cluster.resources(Kinds.DEPLOYMENT)
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
        return cluster.resources(Kinds.DEPLOYMENT).list(ListQuery.all()).items().stream()
                .allMatch(deployment -> runs(deployment, image));
    }

    private static boolean runs(Deployment deployment, String image) {
        var status = deployment.status();
        return deployment.spec().template().toString().contains(image)
                && Objects.equals(status.observedGeneration(), deployment.metadata().generation())
                && Objects.equals(status.replicas(), PODS_EACH)
                && Objects.equals(status.updatedReplicas(), PODS_EACH)
                && Objects.equals(status.availableReplicas(), PODS_EACH);
    }

    private static void report(Workloads workloads) {
        for (ControllerFigures figures : workloads.figures()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-18s %6d reconciles, %4d conflicts, %3d failures,"
                            + " median %5.1f ms, p99 %6.1f ms, longest %6.1f ms%n",
                    figures.name(),
                    figures.reconciles(),
                    figures.conflicts(),
                    figures.failures(),
                    figures.durations().median().toNanos() / 1e6,
                    figures.durations().p99().toNanos() / 1e6,
                    figures.durations().longest().toNanos() / 1e6);
        }
    }
}
