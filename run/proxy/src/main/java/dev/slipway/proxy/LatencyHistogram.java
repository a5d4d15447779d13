package dev.slipway.proxy;

import java.util.Arrays;
import java.util.List;

/// Latencies in buckets that grow by a quarter of a power of two: from 64 microseconds to 134
/// seconds, each bucket at most 25 % wide. Immutable. `counts` has one more entry than there are
/// bounds: what is above the last. For Prometheus: `le` is `upperBoundSeconds(i)` of each bucket,
/// then `+Inf`.
public record LatencyHistogram(long[] counts, long sumMicros) {
    private static final int FIRST_EXPONENT = 6;
    private static final int LAST_EXPONENT = 27;
    private static final int STEPS = 4;

    /// How many buckets there are, the one without an upper bound included.
    public static final int BUCKETS = (LAST_EXPONENT - FIRST_EXPONENT) * STEPS + 2;

    public LatencyHistogram {
        Checks.range("buckets", counts.length, BUCKETS, BUCKETS);
        counts = counts.clone();
    }

    @Override
    public long[] counts() {
        return counts.clone();
    }

    /// The upper bound of a bucket; infinite for the last.
    public static double upperBoundSeconds(int bucket) {
        if (bucket == BUCKETS - 1) {
            return Double.POSITIVE_INFINITY;
        }
        int exponent = FIRST_EXPONENT + Math.max(0, bucket - 1) / STEPS;
        int step = bucket == 0 ? 0 : (bucket - 1) % STEPS + 1;
        return (double) ((long) (STEPS + step) << exponent) / STEPS / 1e6;
    }

    /// The bucket that a latency falls into.
    static int bucket(long micros) {
        if (micros < 1L << FIRST_EXPONENT) {
            return 0;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros);
        if (exponent >= LAST_EXPONENT) {
            return BUCKETS - 1;
        }
        int step = (int) (micros >> (exponent - 2)) & (STEPS - 1);
        return (exponent - FIRST_EXPONENT) * STEPS + step + 1;
    }

    /// All latencies of several together.
    public static LatencyHistogram sum(List<LatencyHistogram> parts) {
        long[] counts = new long[BUCKETS];
        long sumMicros = 0;
        for (LatencyHistogram part : parts) {
            for (int i = 0; i < BUCKETS; i++) {
                counts[i] += part.counts[i];
            }
            sumMicros += part.sumMicros;
        }
        return new LatencyHistogram(counts, sumMicros);
    }

    public long count() {
        return Arrays.stream(counts).sum();
    }

    /// The latency below which the share `q` (0 to 1) of requests stays, interpolated inside its
    /// bucket; NaN without requests.
    public double quantileSeconds(double q) {
        long total = count();
        if (total == 0) {
            return Double.NaN;
        }
        double rank = q * total;
        double before = 0;
        for (int i = 0; i < BUCKETS - 1; i++) {
            if (before + counts[i] >= rank && counts[i] > 0) {
                double low = i == 0 ? 0 : upperBoundSeconds(i - 1);
                return low + (upperBoundSeconds(i) - low) * (rank - before) / counts[i];
            }
            before += counts[i];
        }
        return upperBoundSeconds(BUCKETS - 2);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyHistogram that
                && sumMicros == that.sumMicros
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "LatencyHistogram[count=" + count() + ", p99=" + quantileSeconds(0.99) + " s]";
    }
}
