package dev.slipway.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Clients that each send the next request when the last was answered, for some time.
public final class ClosedLoop {
    private ClosedLoop() {}

    /// One request of one client.
    @FunctionalInterface
    public interface Request {
        void send(int client, int number) throws Exception;
    }

    /// What came of it.
    public record Result(double perSecond, double p50Millis, double p99Millis) {
        @Override
        public String toString() {
            return "%,9.0f/s   p50 %6.2f ms   p99 %6.2f ms"
                    .formatted(perSecond, p50Millis, p99Millis);
        }
    }

    public static Result run(int clients, int seconds, Request request)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Future<long[]>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                int client = i;
                Callable<long[]> run = () -> times(client, end, request);
                runs.add(threads.submit(run));
            }
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> run : runs) {
            all.add(run.get());
        }
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(
                sorted.length / elapsed,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    private static long[] times(int client, long end, Request request) throws Exception {
        long[] times = new long[1_024];
        int count = 0;
        for (long now = System.nanoTime(); now < end; ) {
            request.send(client, count);
            long then = System.nanoTime();
            times = count == times.length ? Arrays.copyOf(times, 2 * count) : times;
            times[count++] = then - now;
            now = then;
        }
        return Arrays.copyOf(times, count);
    }
}
