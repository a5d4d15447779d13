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
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// What measurements with many workloads stand on: the API over the real store on disk, and a
/// stopwatch. For one thread.
final class ScaleWorld implements AutoCloseable {
    /// Of pods that run nothing.
    static final Behaviour QUICK =
            new Behaviour(Duration.ofMillis(500), null, 0, Duration.ofMillis(500));

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final long LOOK_MILLIS = 200;

    private final BenchFolder folder;
    private final Store<ObjectIndex> store;
    final Cluster cluster;

    ScaleWorld() throws IOException {
        KindRegistry kinds = BuiltInKinds.registry();
        folder = BenchFolder.create();
        store = SqliteStore.open(folder.path(), new ObjectIndexer(kinds), StoreConfig.defaults());
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
        cluster = new LocalCluster(api, Caller.server());
        create(Kinds.NAMESPACE, "{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    void create(Kind<?> kind, String yaml) {
        cluster.resources(kind.raw())
                .create(RawResource.of(Yaml.parse(yaml, "object").getFirst().object()));
    }

    void patch(Kind<?> kind, String name, String yaml) {
        cluster.resources(kind.raw())
                .patch(
                        new ObjectKey("default", name),
                        new Patch.MergePatch(Yaml.parse(yaml, "change").getFirst().object()));
    }

    /// Makes a change, waits until it is done, and prints how long that took and the heap in use.
    void measure(String what, Runnable change, BooleanSupplier done) throws InterruptedException {
        long start = System.nanoTime();
        change.run();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IllegalStateException("Not within " + LIMIT + ": " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%s after %.1f s, heap in use %d MB%n",
                what,
                seconds,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    static void report(ControllerFigures figures) {
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

    @Override
    public void close() {
        store.close();
        folder.close();
    }
}
