package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;

/// Whether a histogram's counts can be written as whole numbers and come back the same.
final class WholeNumbers {
    /// Up to here a float holds every whole number.
    private static final double MAX = 1L << 53;

    private WholeNumbers() {}

    static boolean areAll(FloatHistogram histogram) {
        if (histogram.isStale()) {
            return true;
        }
        return is(histogram.count())
                && is(histogram.zeroCount())
                && areAll(histogram.positiveCounts())
                && areAll(histogram.negativeCounts());
    }

    private static boolean areAll(double[] counts) {
        for (double count : counts) {
            if (!is(count)) {
                return false;
            }
        }
        return true;
    }

    /// Not -0, which would come back as 0.
    private static boolean is(double count) {
        return Double.doubleToRawLongBits(count) >= 0 && count <= MAX && count == Math.rint(count);
    }
}
