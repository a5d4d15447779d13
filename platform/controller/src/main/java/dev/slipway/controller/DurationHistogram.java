package dev.slipway.controller;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// Counts durations in buckets that grow by a quarter, from 1 µs to about 20 minutes, so that a
/// quantile is at most a quarter too high. Thread-safe and cheap to record.
final class DurationHistogram {
    private static final int BUCKETS = 96;
    private static final double GROWTH_LOG = Math.log(1.25);

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final LongAdder totalNanos = new LongAdder();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

    void record(long nanos) {
        counts.incrementAndGet(bucket(nanos));
        totalNanos.add(nanos);
        longestNanos.accumulate(nanos);
    }

    long count() {
        long count = 0;
        for (int i = 0; i < BUCKETS; i++) {
            count += counts.get(i);
        }
        return count;
    }

    Duration total() {
        return Duration.ofNanos(totalNanos.sum());
    }

    Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    /// An upper bound of the given quantile; zero if nothing was recorded.
    Duration quantile(double quantile) {
        long rank = (long) Math.ceil(quantile * count());
        long seen = 0;
        for (int i = 0; i < BUCKETS && rank > 0; i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return Duration.ofNanos(Math.min(upperBoundNanos(i), longestNanos.get()));
            }
        }
        return longest();
    }

    private static int bucket(long nanos) {
        double micros = nanos / 1_000.0;
        return micros <= 1
                ? 0
                : Math.clamp((long) Math.ceil(Math.log(micros) / GROWTH_LOG), 0, BUCKETS - 1);
    }

    private static long upperBoundNanos(int bucket) {
        return (long) (1_000 * Math.exp(bucket * GROWTH_LOG));
    }
}
