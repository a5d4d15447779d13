package dev.slipway.benchmarks;

import dev.slipway.store.Entry;
import dev.slipway.store.Expected;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.Snapshot;
import dev.slipway.store.Store;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reads from a snapshot that holds 10,000 pods among 30,000 other objects.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreListBenchmark {
    private static final int PODS = 10_000;
    private static final String PREFIX = "pods/";

    private final Store<Integer> store = MemoryStore.open((key, value) -> value.length);
    private final Snapshot<Integer> snapshot;
    private int next;

    public StoreListBenchmark() {
        for (int i = 0; i < PODS; i++) {
            for (String kind : List.of("configmaps/", PREFIX, "replicasets/", "services/")) {
                store.put(key(kind, i), new byte[64], new Expected.Absent());
            }
        }
        snapshot = store.snapshot();
    }

    @Benchmark
    public List<Entry<Integer>> list() {
        return store.snapshot().scan(PREFIX, "").toList();
    }

    @Benchmark
    public List<Entry<Integer>> listPageOf500() {
        return snapshot.scan(PREFIX, key(PREFIX, 5_000)).limit(500).toList();
    }

    @Benchmark
    public int count() {
        return snapshot.count(PREFIX);
    }

    @Benchmark
    public @Nullable Entry<Integer> find() {
        next = (next + 7) % PODS;
        return snapshot.find(key(PREFIX, next));
    }

    @TearDown
    public void close() {
        store.close();
    }

    private static String key(String kind, int i) {
        return kind + "default/api-7f9c4d8b6-" + i;
    }
}
