package dev.slipway.benchmarks;

import dev.slipway.store.Entry;
import dev.slipway.store.Expected;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// Durable writes of 1 KB, each writer going round 1,000 keys of its own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class StorePutBenchmark {
    private final BenchFolder folder = BenchFolder.create();
    private final AtomicInteger writers = new AtomicInteger();
    private final Store<Integer> store =
            SqliteStore.open(folder.path(), (key, value) -> value.length, StoreConfig.defaults());

    /// One thread's keys and value.
    @State(Scope.Thread)
    public static class Writer {
        private final byte[] value = new byte[1_024];
        private int number;
        private int next;

        @Setup
        public void prepare(StorePutBenchmark benchmark) {
            number = benchmark.writers.incrementAndGet();
            RandomGenerator.of("L64X128MixRandom").nextBytes(value);
        }

        private Entry<Integer> put(Store<Integer> store) {
            next = (next + 1) % 1_000;
            String key = "configmaps/default/w" + number + "-" + next;
            return store.put(key, value, new Expected.Anything());
        }
    }

    @Benchmark
    @Threads(64)
    public Entry<Integer> by64Writers(Writer writer) {
        return writer.put(store);
    }

    @Benchmark
    @Threads(1)
    public Entry<Integer> byOneWriter(Writer writer) {
        return writer.put(store);
    }

    @TearDown
    public void close() {
        store.close();
        folder.close();
    }
}
