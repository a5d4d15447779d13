package dev.slipway.series;

import static dev.slipway.series.FloatHistogram.ResetHint.GAUGE;
import static dev.slipway.series.FloatHistogram.ResetHint.NO_RESET;
import static dev.slipway.series.FloatHistogram.ResetHint.RESET;
import static dev.slipway.series.FloatHistogram.ResetHint.UNKNOWN;

import dev.slipway.series.FloatHistogram.ResetHint;
import java.util.Arrays;

/// Computes with native histograms: starts with one, to which others are added or from which they
/// are subtracted, the result scaled. Histograms of different resolution meet at the lower one,
/// zero buckets at the wider one, custom buckets at the bounds that both have. Sums keep what
/// rounding lost. Not thread-safe.
public final class HistogramSum {
    private int schema;
    private ResetHint hint;
    private double zeroThreshold;
    private KahanSum zeroCount;
    private KahanSum count;
    private KahanSum sum;
    private final Buckets positive;
    private final Buckets negative;
    private double[] bounds;
    private boolean sawReset;
    private boolean sawNoReset;
    private boolean boundsReconciled;

    public HistogramSum(FloatHistogram first) {
        schema = first.schema();
        hint = first.resetHint();
        sawReset = hint == RESET;
        sawNoReset = hint == NO_RESET;
        zeroThreshold = first.zeroThreshold();
        zeroCount = new KahanSum(first.zeroCount());
        count = new KahanSum(first.count());
        sum = new KahanSum(first.sum());
        positive = new Buckets(first.positiveSpans(), first.positiveCounts());
        negative = new Buckets(first.negativeSpans(), first.negativeCounts());
        bounds = first.customBounds();
    }

    /// Whether the other can be added: both exponential, or both with custom buckets.
    public boolean isCompatible(FloatHistogram other) {
        return (schema == FloatHistogram.CUSTOM_BUCKETS) == other.hasCustomBuckets();
    }

    public HistogramSum add(FloatHistogram other) {
        adoptHint(other.resetHint());
        combine(other, 1);
        return this;
    }

    /// The difference is a gauge's.
    public HistogramSum subtract(FloatHistogram other) {
        combine(other, -1);
        hint = GAUGE;
        return this;
    }

    public HistogramSum scale(double factor) {
        zeroCount = new KahanSum(zeroCount.result() * factor);
        count = new KahanSum(count.result() * factor);
        sum = new KahanSum(sum.result() * factor);
        positive.scale(factor);
        negative.scale(factor);
        if (factor < 0) {
            hint = GAUGE;
        }
        return this;
    }

    public HistogramSum divide(double divisor) {
        zeroCount = new KahanSum(zeroCount.result() / divisor);
        count = new KahanSum(count.result() / divisor);
        sum = new KahanSum(sum.result() / divisor);
        positive.divide(divisor);
        negative.divide(divisor);
        if (divisor < 0) {
            hint = GAUGE;
        }
        return this;
    }

    public HistogramSum hint(ResetHint value) {
        hint = value;
        return this;
    }

    /// Halves the resolution as often as it takes; nothing if it is as low already.
    public HistogramSum reduceTo(int lower) {
        if (schema != FloatHistogram.CUSTOM_BUCKETS && lower < schema) {
            int by = schema - lower;
            positive.regroup(index -> ((index - 1) >> by) + 1);
            negative.regroup(index -> ((index - 1) >> by) + 1);
            schema = lower;
        }
        return this;
    }

    /// Whether histograms with and without a reset of their counters were added.
    public boolean hasResetConflict() {
        return sawReset && sawNoReset;
    }

    /// Whether custom bounds differed.
    public boolean hasReconciledBounds() {
        return boundsReconciled;
    }

    /// Whether a number in it is no longer finite.
    public boolean hasOverflow() {
        if (isInfinite(zeroCount.sum()) || isInfinite(count.sum()) || isInfinite(sum.sum())) {
            return true;
        }
        return Arrays.stream(positive.counts()).anyMatch(Double::isInfinite)
                || Arrays.stream(negative.counts()).anyMatch(Double::isInfinite);
    }

    /// Without empty buckets.
    public FloatHistogram result() {
        positive.compact();
        negative.compact();
        return new FloatHistogram(
                schema,
                hint,
                zeroThreshold,
                zeroCount.result(),
                count.result(),
                sum.result(),
                positive.spans(),
                positive.counts(),
                negative.spans(),
                negative.counts(),
                bounds);
    }

    Buckets positive() {
        return positive;
    }

    Buckets negative() {
        return negative;
    }

    double zeroCount() {
        return zeroCount.result();
    }

    double zeroThreshold() {
        return zeroThreshold;
    }

    /// Widens the zero bucket to at least this: buckets within it go into it, and where it would
    /// end inside a bucket with observations it takes the whole of that.
    void widenZeroBucket(double atLeast) {
        double width = atLeast;
        double settled;
        do {
            settled = width;
            width = pastPopulated(positive, pastPopulated(negative, settled));
        } while (width != settled);
        absorb(positive, width);
        absorb(negative, width);
        zeroThreshold = width;
    }

    /// Leaves only custom bounds that the others have too.
    void keepBounds(double[] others) {
        double[] before = bounds;
        double[] kept =
                Arrays.stream(before).filter(b -> Arrays.binarySearch(others, b) >= 0).toArray();
        positive.regroup(index -> firstAtLeast(kept, before, index));
        bounds = kept;
    }

    private static int firstAtLeast(double[] kept, double[] before, int index) {
        if (index >= before.length) {
            return kept.length;
        }
        int place = Arrays.binarySearch(kept, before[index]);
        return place >= 0 ? place : -place - 1;
    }

    private void combine(FloatHistogram term, double sign) {
        if (!isCompatible(term)) {
            throw new IllegalArgumentException(
                    "term: schema %d (expected: one that goes with %d)"
                            .formatted(term.schema(), schema));
        }
        HistogramSum other = new HistogramSum(term);
        if (term.hasCustomBuckets()) {
            meetBounds(other);
        } else {
            meetResolution(other);
        }
        zeroCount.add(sign * other.zeroCount.result());
        count.add(sign * term.count());
        sum.add(sign * term.sum());
        positive.add(other.positive, sign);
        negative.add(other.negative, sign);
    }

    private void meetBounds(HistogramSum other) {
        if (!Arrays.equals(bounds, other.bounds)) {
            double[] mine = bounds;
            keepBounds(other.bounds);
            other.keepBounds(mine);
            boundsReconciled = true;
        }
    }

    private void meetResolution(HistogramSum other) {
        while (zeroThreshold != other.zeroThreshold) {
            if (zeroThreshold < other.zeroThreshold) {
                widenZeroBucket(other.zeroThreshold);
            } else {
                other.widenZeroBucket(zeroThreshold);
            }
        }
        reduceTo(other.schema);
        other.reduceTo(schema);
    }

    private void adoptHint(ResetHint other) {
        sawReset |= other == RESET;
        sawNoReset |= other == NO_RESET;
        if (hint != other && hint != GAUGE) {
            hint = other == GAUGE ? GAUGE : UNKNOWN;
        }
    }

    private double pastPopulated(Buckets side, double width) {
        for (int i = 0; i < side.size(); i++) {
            int index = side.index(i);
            double upper = BucketBounds.upper(schema, index);
            if (BucketBounds.upper(schema, index - 1) >= width) {
                break;
            }
            if (upper > width && side.count(i) != 0) {
                return upper;
            }
        }
        return width;
    }

    private void absorb(Buckets side, double width) {
        int absorbed = 0;
        while (absorbed < side.size()
                && BucketBounds.upper(schema, side.index(absorbed) - 1) < width) {
            zeroCount.add(side.count(absorbed));
            absorbed++;
        }
        if (absorbed > 0) {
            side.dropFirst(absorbed);
        }
    }

    private static boolean isInfinite(double value) {
        return Double.isInfinite(value);
    }
}
