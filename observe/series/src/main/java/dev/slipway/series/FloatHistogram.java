package dev.slipway.series;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A native histogram with absolute counts (no deltas), as in Prometheus' data model
/// (`model/histogram/float_histogram.go`). Immutable: the arrays handed in and out are not to be
/// changed.
///
/// @param schema resolution: bucket bounds are powers of 2^(2^-schema), -4 to 8; or
///   [#CUSTOM_BUCKETS], where the bounds are `customBounds`
/// @param zeroThreshold width of the bucket around zero
/// @param count all observations, those of NaN too
/// @param positiveCounts one for each bucket of `positiveSpans`
/// @param customBounds ascending upper bounds, the last bucket up to +Inf; empty unless custom
public record FloatHistogram(
        int schema,
        ResetHint resetHint,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        List<Span> positiveSpans,
        double[] positiveCounts,
        List<Span> negativeSpans,
        double[] negativeCounts,
        double[] customBounds) {
    public static final int CUSTOM_BUCKETS = -53;

    /// What is known about whether the counters began anew before this sample.
    public enum ResetHint {
        UNKNOWN,
        RESET,
        NO_RESET,
        GAUGE
    }

    public FloatHistogram {
        requireNonNull(resetHint, "resetHint");
        positiveSpans = List.copyOf(positiveSpans);
        negativeSpans = List.copyOf(negativeSpans);
    }

    public boolean isStale() {
        return StaleMarker.is(sum);
    }

    public boolean hasCustomBuckets() {
        return schema == CUSTOM_BUCKETS;
    }

    /// Whether the counters began anew between that sample and this one. The hint counts if it says
    /// anything; otherwise a count that went down tells.
    public boolean isResetSince(FloatHistogram previous) {
        return switch (resetHint) {
            case RESET -> true;
            case NO_RESET -> false;
            case UNKNOWN, GAUGE -> HistogramReset.between(previous, this);
        };
    }

    public FloatHistogram withResetHint(ResetHint hint) {
        if (hint == resetHint) {
            return this;
        }
        return new FloatHistogram(
                schema,
                hint,
                zeroThreshold,
                zeroCount,
                count,
                sum,
                positiveSpans,
                positiveCounts,
                negativeSpans,
                negativeCounts,
                customBounds);
    }

    public FloatHistogram scaled(double factor) {
        return new HistogramSum(this).scale(factor).result();
    }

    public FloatHistogram dividedBy(double divisor) {
        return new HistogramSum(this).divide(divisor).result();
    }

    /// Whether all but the reset hint is the same; buckets that are empty do not count.
    public boolean hasSameCounts(FloatHistogram other) {
        return compact()
                .withResetHint(ResetHint.UNKNOWN)
                .equals(other.compact().withResetHint(ResetHint.UNKNOWN));
    }

    /// The same without buckets that are empty.
    public FloatHistogram compact() {
        return new HistogramSum(this).result();
    }

    /// How many observations lie between two bounds.
    ///
    /// @param lower excluded, except in the zero bucket and of negative buckets
    /// @param index of the bucket in its schema; 0 for the zero bucket
    public record Bucket(double lower, double upper, double count, int index) {}

    /// All buckets by ascending bounds, the zero bucket only if it has observations.
    public List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>(positiveCounts.length + negativeCounts.length + 1);
        int[] indices = Buckets.indices(negativeSpans, negativeCounts.length);
        for (int i = indices.length - 1; i >= 0; i--) {
            double lower = -BucketBounds.upper(this, indices[i]);
            double upper = -BucketBounds.upper(this, indices[i] - 1);
            buckets.add(new Bucket(lower, upper, negativeCounts[i], indices[i]));
        }
        if (zeroCount != 0) {
            buckets.add(new Bucket(-zeroThreshold, zeroThreshold, zeroCount, 0));
        }
        indices = Buckets.indices(positiveSpans, positiveCounts.length);
        for (int i = 0; i < indices.length; i++) {
            buckets.add(positiveBucket(indices[i], positiveCounts[i]));
        }
        return buckets;
    }

    private Bucket positiveBucket(int index, double observations) {
        double upper = BucketBounds.upper(this, index);
        if (!hasCustomBuckets()) {
            return new Bucket(BucketBounds.upper(schema, index - 1), upper, observations, index);
        }
        double lower = index == 0 ? Double.NEGATIVE_INFINITY : customBounds[index - 1];
        return new Bucket(lower, upper, observations, index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatHistogram that
                && schema == that.schema
                && resetHint == that.resetHint
                && sameBits(zeroThreshold, that.zeroThreshold)
                && sameBits(zeroCount, that.zeroCount)
                && sameBits(count, that.count)
                && sameBits(sum, that.sum)
                && positiveSpans.equals(that.positiveSpans)
                && negativeSpans.equals(that.negativeSpans)
                && Arrays.equals(positiveCounts, that.positiveCounts)
                && Arrays.equals(negativeCounts, that.negativeCounts)
                && Arrays.equals(customBounds, that.customBounds);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(count) + Double.hashCode(sum);
    }

    /// `{count:3, sum:4.5, [-2,-1):1, (1,2]:2}`, as upstream writes it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{count:").append(GoNumbers.shortest(count));
        text.append(", sum:").append(GoNumbers.shortest(sum));
        for (Bucket bucket : buckets()) {
            if (bucket.count() != 0) {
                text.append(", ").append(bracket(bucket, bucket.lower() < 0, "[", "("));
                text.append(GoNumbers.shortest(bucket.lower())).append(',');
                text.append(GoNumbers.shortest(bucket.upper()));
                text.append(bracket(bucket, bucket.upper() > 0, "]", ")"));
                text.append(':').append(GoNumbers.shortest(bucket.count()));
            }
        }
        return text.append('}').toString();
    }

    private String bracket(Bucket bucket, boolean inclusive, String closed, String open) {
        if (hasCustomBuckets()) {
            return closed.equals("]") || bucket.index() == 0 ? closed : open;
        }
        return inclusive ? closed : open;
    }

    private static boolean sameBits(double left, double right) {
        return Double.doubleToRawLongBits(left) == Double.doubleToRawLongBits(right);
    }
}
