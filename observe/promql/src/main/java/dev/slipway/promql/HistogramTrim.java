package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.Bucket;
import dev.slipway.series.HistogramSum;

/// Takes away the observations above or below a bound (operators `</` and `>/`). Of the bucket that
/// the bound lies in a share stays, as interpolation gives it.
final class HistogramTrim {
    private HistogramTrim() {}

    static FloatHistogram below(FloatHistogram histogram, double bound) {
        return keep(histogram, Double.NEGATIVE_INFINITY, bound);
    }

    static FloatHistogram above(FloatHistogram histogram, double bound) {
        return keep(histogram, bound, Double.POSITIVE_INFINITY);
    }

    private static FloatHistogram keep(FloatHistogram histogram, double from, double to) {
        double[] positive = histogram.positiveCounts().clone();
        double[] negative = histogram.negativeCounts().clone();
        double zero = 0;
        double count = 0;
        double sum = 0;
        int place = 0;
        for (Bucket bucket : histogram.buckets()) {
            double share =
                    NativeQuantile.share(to, histogram, bucket)
                            - NativeQuantile.share(from, histogram, bucket);
            double kept = bucket.count() * Math.max(0, share);
            count += kept;
            sum += kept == 0 ? 0 : kept * HistogramMoments.centre(histogram, bucket, from, to);
            if (place < negative.length) {
                negative[negative.length - 1 - place] = kept;
                place++;
            } else if (place == negative.length
                    && histogram.zeroCount() != 0
                    && zero == 0
                    && bucket.lower() == -histogram.zeroThreshold()) {
                zero = kept;
            } else {
                positive[place - negative.length] = kept;
                place++;
            }
        }
        boolean whole = count == histogram.count();
        FloatHistogram trimmed =
                new FloatHistogram(
                        histogram.schema(),
                        histogram.resetHint(),
                        histogram.zeroThreshold(),
                        zero,
                        count,
                        whole ? histogram.sum() : sum,
                        histogram.positiveSpans(),
                        positive,
                        histogram.negativeSpans(),
                        negative,
                        histogram.customBounds());
        return new HistogramSum(trimmed).result();
    }
}
