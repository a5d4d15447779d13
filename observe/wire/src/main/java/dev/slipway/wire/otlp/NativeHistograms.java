package dev.slipway.wire.otlp;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.HistogramSum;
import dev.slipway.series.Span;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.otlp.Metric.ExponentialPoint;
import dev.slipway.wire.otlp.Metric.HistogramPoint;
import dev.slipway.wire.otlp.Metric.Side;
import java.util.List;

/// Histograms of OTLP as native histograms. What is not acceptable throws [Refusal].
final class NativeHistograms {
    private static final int SCHEMA_MIN = -4;
    private static final int SCHEMA_MAX = 8;
    private static final int SCALE_MAX = 20;
    private static final int BUCKETS_MAX = 100_000;
    private static final int OFFSET_MAX = 1 << 30;
    private static final double[] NONE = {};

    /// The zero bucket of a sender that does not say how wide it is: as good as nothing but zero.
    private static final double ZERO_THRESHOLD = 1e-128;

    private NativeHistograms() {}

    static FloatHistogram of(ExponentialPoint point) {
        if (point.scale() < SCHEMA_MIN || point.scale() > SCALE_MAX) {
            throw new Refusal(
                    "scale: %d (expected: %d to %d)"
                            .formatted(point.scale(), SCHEMA_MIN, SCALE_MAX));
        }
        double zeroThreshold = Math.max(point.zeroThreshold(), ZERO_THRESHOLD);
        if (point.head().stale()) {
            return stale(Math.min(point.scale(), SCHEMA_MAX), zeroThreshold, NONE);
        }
        double[] positive = counts(point.positive());
        double[] negative = counts(point.negative());
        requireCount(point.count(), point.sum(), point.zeroCount() + sum(positive) + sum(negative));
        FloatHistogram whole =
                new FloatHistogram(
                        point.scale(),
                        ResetHint.UNKNOWN,
                        zeroThreshold,
                        point.zeroCount(),
                        point.count(),
                        point.sum(),
                        spans(point.positive()),
                        positive,
                        spans(point.negative()),
                        negative,
                        NONE);
        return new HistogramSum(whole).reduceTo(SCHEMA_MAX).result();
    }

    /// With custom buckets.
    static FloatHistogram of(HistogramPoint point) {
        double[] bounds = point.bounds();
        requireAscending(bounds);
        if (point.head().stale()) {
            return stale(FloatHistogram.CUSTOM_BUCKETS, 0, bounds);
        }
        double[] counts = point.counts();
        if (counts.length > bounds.length + 1) {
            throw new Refusal(
                    "buckets: %d (expected: at most %d, one more than bounds)"
                            .formatted(counts.length, bounds.length + 1));
        }
        requireCount(point.count(), point.sum(), sum(counts));
        FloatHistogram whole =
                new FloatHistogram(
                        FloatHistogram.CUSTOM_BUCKETS,
                        ResetHint.UNKNOWN,
                        0,
                        0,
                        point.count(),
                        point.sum(),
                        counts.length == 0 ? List.of() : List.of(new Span(0, counts.length)),
                        counts,
                        List.of(),
                        NONE,
                        bounds);
        return whole.compact();
    }

    private static FloatHistogram stale(int schema, double zeroThreshold, double[] bounds) {
        return new FloatHistogram(
                schema,
                ResetHint.UNKNOWN,
                zeroThreshold,
                0,
                0,
                StaleMarker.VALUE,
                List.of(),
                NONE,
                List.of(),
                NONE,
                bounds);
    }

    private static double[] counts(Side side) {
        if (side.counts().length > BUCKETS_MAX || Math.abs((long) side.offset()) > OFFSET_MAX) {
            throw new Refusal(
                    "buckets, offset: %d, %d (expected: at most %d, %d)"
                            .formatted(
                                    side.counts().length, side.offset(), BUCKETS_MAX, OFFSET_MAX));
        }
        return side.counts();
    }

    /// A bucket is counted by its upper bound here, and by its lower one there.
    private static List<Span> spans(Side side) {
        int length = side.counts().length;
        return length == 0 ? List.of() : List.of(new Span(side.offset() + 1, length));
    }

    /// Observations of NaN are in no bucket.
    private static void requireCount(double count, double sum, double observed) {
        boolean right = Double.isNaN(sum) ? observed <= count : observed == count;
        if (!right) {
            throw new Refusal(
                    "count: %.0f (expected: %.0f, as in the buckets)".formatted(count, observed));
        }
    }

    private static void requireAscending(double[] bounds) {
        for (int i = 0; i < bounds.length; i++) {
            boolean ascending = i == 0 || bounds[i] > bounds[i - 1];
            if (!ascending || Double.isNaN(bounds[i]) || bounds[i] == Double.POSITIVE_INFINITY) {
                throw new Refusal(
                        "bound %d: %s (expected: ascending, below +Inf)".formatted(i, bounds[i]));
            }
        }
    }

    private static double sum(double[] counts) {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        return sum;
    }
}
