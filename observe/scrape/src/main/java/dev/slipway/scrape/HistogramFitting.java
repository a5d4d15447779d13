package dev.slipway.scrape;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.HistogramSum;

/// Makes native histograms coarser until they fit what a job allows. Pure functions.
final class HistogramFitting {
    private static final int SCHEMA_MIN = -4;

    private HistogramFitting() {}

    /// @param minBucketFactor buckets that grow by less are joined; 0 for any
    /// @param bucketsMax how many buckets there may be; 0 for any. Throws [ScrapeException] if
    ///   there are more even where the buckets are as coarse as they can be.
    static FloatHistogram of(FloatHistogram histogram, double minBucketFactor, long bucketsMax) {
        if (histogram.isStale() || histogram.hasCustomBuckets()) {
            requireFew(histogram, bucketsMax);
            return histogram;
        }
        FloatHistogram fitting = histogram;
        int wanted = schemaOf(minBucketFactor, histogram.schema());
        if (wanted < histogram.schema()) {
            fitting = new HistogramSum(fitting).reduceTo(wanted).result();
        }
        while (bucketsMax > 0 && buckets(fitting) > bucketsMax && fitting.schema() > SCHEMA_MIN) {
            fitting = new HistogramSum(fitting).reduceTo(fitting.schema() - 1).result();
        }
        requireFew(fitting, bucketsMax);
        return fitting;
    }

    /// The finest schema whose buckets grow by at least that factor.
    private static int schemaOf(double factor, int finest) {
        int schema = finest;
        while (schema > SCHEMA_MIN && Math.pow(2, Math.pow(2, -schema)) < factor) {
            schema--;
        }
        return schema;
    }

    private static void requireFew(FloatHistogram histogram, long bucketsMax) {
        if (bucketsMax > 0 && buckets(histogram) > bucketsMax) {
            throw new ScrapeException(
                    "native_histogram_bucket_limit exceeded (buckets: %d, limit: %d)"
                            .formatted(buckets(histogram), bucketsMax));
        }
    }

    private static long buckets(FloatHistogram histogram) {
        return (long) histogram.positiveCounts().length + histogram.negativeCounts().length;
    }
}
