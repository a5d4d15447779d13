package dev.slipway.series;

import static java.util.Objects.requireNonNull;

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

    private static boolean sameBits(double left, double right) {
        return Double.doubleToRawLongBits(left) == Double.doubleToRawLongBits(right);
    }
}
