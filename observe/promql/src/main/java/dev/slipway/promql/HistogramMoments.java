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
        double centre = Math.sqrt(bucket.upper() * bucket.lower());
        return bucket.upper() < 0 ? -centre : centre;
    }
}
