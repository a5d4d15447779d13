package dev.slipway.benchmarks;

import dev.slipway.store.Expected;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreClosedException;
import dev.slipway.store.StoreWatch;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The time from a write (to memory, so that the disk stays out of it) until every watch that it
/// concerns has been handed it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class StoreWatchBenchmark {
    private final Store<Integer> store = MemoryStore.open((key, value) -> value.length);
    private final Semaphore received = new Semaphore(0);
    private final byte[] value = new byte[1_024];

    @Param({"1000"})
    private int watches;

    @Setup
    public void watch() {
        for (int i = 0; i < watches; i++) {
            read(store.watch("pods/", 0));
            read(store.watch("leases/node-" + i + "/", 0));
        }
    }

    @Benchmark
    public void writeThatAllWatch() {
        store.put("pods/default/api", value, new Expected.Anything());
        received.acquireUninterruptibly(watches);
    }

    @Benchmark
    public void writeThatOneOfThemWatches() {
        store.put("leases/node-7/lease", value, new Expected.Anything());
        received.acquireUninterruptibly();
    }

    @TearDown
    public void close() {
        store.close();
    }

    private void read(StoreWatch<Integer> watch) {
        Thread.ofVirtual()
                .start(() -> {
                    try (watch) {
                        while (true) {
                            received.release(watch.poll(100, Duration.ofMinutes(1)).size());
                        }
                    } catch (StoreClosedException | InterruptedException e) {
                        // The measurement is over.
                    }
                });
    }
}
