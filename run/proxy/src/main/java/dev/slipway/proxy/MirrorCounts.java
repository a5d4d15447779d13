package dev.slipway.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// What became of copies of requests. Safe for use by many threads: event loops send, another
/// thread compares.
final class MirrorCounts {
    static final int SENT = 0;
    static final int TOO_LARGE = 1;
    static final int SKIPPED = 2;
    static final int FAILED = 3;
    static final int SAME = 4;
    static final int OTHER_STATUS = 5;
    static final int OTHER_SHAPE = 6;
    static final int NOT_COMPARED = 7;
    private static final int LATENCY_SUM = 8;
    private static final int LATENCY = 9;

    private final AtomicLongArray values = new AtomicLongArray(LATENCY + LatencyHistogram.BUCKETS);
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    void add(int figure) {
        values.incrementAndGet(figure);
    }

    void answered(int status, long nanos) {
        statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
        long micros = nanos / 1000;
        values.incrementAndGet(LATENCY + LatencyHistogram.bucket(micros));
        values.addAndGet(LATENCY_SUM, micros);
    }

    /// How many requests were to be copied.
    long chosen() {
        return values.get(SENT) + values.get(TOO_LARGE) + values.get(SKIPPED);
    }

    Figures.Mirrored read(Figures.Key key) {
        Map<Integer, Long> responses = new TreeMap<>();
        statuses.forEach((status, count) -> responses.put(status, count.sum()));
        long[] latency = new long[LatencyHistogram.BUCKETS];
        for (int bucket = 0; bucket < latency.length; bucket++) {
            latency[bucket] = values.get(LATENCY + bucket);
        }
        return new Figures.Mirrored(
                key,
                new Figures.Copies(
                        values.get(SENT),
                        values.get(FAILED),
                        values.get(TOO_LARGE),
                        values.get(SKIPPED)),
                new Figures.Comparison(
                        values.get(SAME),
                        values.get(OTHER_STATUS),
                        values.get(OTHER_SHAPE),
                        values.get(NOT_COMPARED)),
                responses,
                new LatencyHistogram(latency, values.get(LATENCY_SUM)));
    }
}
