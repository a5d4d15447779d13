package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.Bucket;
import dev.slipway.series.KahanSum;

/// Estimates of how observations of a native histogram are spread.
final class HistogramMoments {
    private HistogramMoments() {}

    static double variance(FloatHistogram histogram) {
        double mean = histogram.sum() / histogram.count();
        KahanSum squares = new KahanSum();
        for (Bucket bucket : histogram.buckets()) {
            if (bucket.count() != 0) {
                double delta = centre(histogram, bucket) - mean;
                squares.add(bucket.count() * delta * delta);
            }
        }
        return squares.result() / histogram.count();
    }

    /// Where a bucket's observations are taken to be.
    static double centre(FloatHistogram histogram, Bucket bucket) {
        if (histogram.hasCustomBuckets()) {
            return (bucket.upper() + bucket.lower()) / 2;
        }
        if (bucket.lower() <= 0 && bucket.upper() >= 0) {
            return 0;
        }
        return geometric(bucket.lower(), bucket.upper());
    }

    /// Where observations of a bucket are taken to be that lie between two bounds.
    static double centre(FloatHistogram histogram, Bucket bucket, double from, double to) {
        Bucket bounded = NativeQuantile.bounded(histogram, bucket);
        double lower = Math.max(bounded.lower(), from);
        double upper = Math.min(bounded.upper(), to);
        if (Double.isInfinite(upper)) {
            return lower;
        }
        if (Double.isInfinite(lower)) {
            return upper;
        }
        boolean linear =
                histogram.hasCustomBuckets() || (bucket.lower() <= 0 && bucket.upper() >= 0);
        return linear ? (lower + upper) / 2 : geometric(lower, upper);
    }

    private static double geometric(double lower, double upper) {
        double centre = Math.sqrt(upper * lower);
        return upper < 0 ? -centre : centre;
    }
}
