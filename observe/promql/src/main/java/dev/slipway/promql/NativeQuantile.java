package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.Bucket;
import java.util.ArrayList;
import java.util.List;

/// Quantiles and fractions of native histograms. Within a bucket observations are taken to be
/// spread evenly on a logarithmic scale; in custom buckets and in the zero bucket, evenly.
final class NativeQuantile {
    private NativeQuantile() {}

    static double quantile(double quantile, FloatHistogram histogram, Said said) {
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (histogram.count() == 0 || Double.isNaN(quantile)) {
            return Double.NaN;
        }
        List<Bucket> buckets = populated(histogram);
        boolean hasNotANumber = Double.isNaN(histogram.sum());
        // Observations of NaN are in no bucket, but in the count: they are above all others.
        double rank = quantile * histogram.count();
        boolean fromBelow = hasNotANumber || quantile < 0.5;
        Place place =
                fromBelow
                        ? Place.fromBelow(buckets, rank)
                        : Place.fromAbove(buckets, (1 - quantile) * histogram.count());
        if (hasNotANumber) {
            said.notANumber = true;
            double inBuckets = buckets.stream().mapToDouble(Bucket::count).sum();
            if (buckets.isEmpty() || rank > inBuckets) {
                said.resultIsNotANumber = true;
                return Double.NaN;
            }
        }
        if (place.bucket == null) {
            return Double.NaN;
        }
        return interpolate(histogram, place.bucket, Math.clamp(place.fraction, 0, 1));
    }

    static double fraction(double lower, double upper, FloatHistogram histogram, Said said) {
        if (histogram.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (Double.isNaN(histogram.sum())) {
            said.notANumber = true;
        }
        if (lower >= upper) {
            return 0;
        }
        double below = rankOf(lower, histogram);
        double upTo = rankOf(upper, histogram);
        return (upTo - below) / histogram.count();
    }

    /// What there is to tell about a histogram whose sum is NaN.
    static final class Said {
        boolean notANumber;
        boolean resultIsNotANumber;
    }

    /// The bucket in which a rank falls, and how far into it.
    private record Place(@org.jspecify.annotations.Nullable Bucket bucket, double fraction) {
        static Place fromBelow(List<Bucket> buckets, double rank) {
            double count = 0;
            for (Bucket bucket : buckets) {
                count += bucket.count();
                if (count >= rank) {
                    return new Place(bucket, (rank - count + bucket.count()) / bucket.count());
                }
            }
            return buckets.isEmpty() ? new Place(null, 0) : new Place(buckets.getLast(), 1);
        }

        static Place fromAbove(List<Bucket> buckets, double rank) {
            double count = 0;
            for (Bucket bucket : buckets.reversed()) {
                count += bucket.count();
                if (count >= rank) {
                    return new Place(bucket, (count - rank) / bucket.count());
                }
            }
            return buckets.isEmpty() ? new Place(null, 0) : new Place(buckets.getFirst(), 0);
        }
    }

    private static double rankOf(double value, FloatHistogram histogram) {
        double rank = 0;
        for (Bucket bucket : populated(histogram)) {
            if (bucket.upper() <= value) {
                rank += bucket.count();
            } else if (bucket.lower() < value) {
                return rank + bucket.count() * shareBelow(value, histogram, bucket);
            } else {
                return rank;
            }
        }
        return rank;
    }

    /// Which share of a bucket's observations is below a value.
    static double share(double value, FloatHistogram histogram, Bucket bucket) {
        if (value >= bucket.upper()) {
            return 1;
        }
        return value <= bucket.lower() ? 0 : shareBelow(value, histogram, bucket);
    }

    private static double interpolate(FloatHistogram histogram, Bucket bucket, double fraction) {
        Bucket bounded = bounded(histogram, bucket);
        double lower = bounded.lower();
        double upper = bounded.upper();
        if (Double.isInfinite(upper) && upper > 0) {
            return lower;
        }
        if (Double.isInfinite(lower)) {
            return upper;
        }
        if (isLinear(histogram, bucket)) {
            return lower + (upper - lower) * fraction;
        }
        double logLower = Math.log(Math.abs(lower)) / Math.log(2);
        double logUpper = Math.log(Math.abs(upper)) / Math.log(2);
        if (lower > 0) {
            return Math.pow(2, logLower + (logUpper - logLower) * fraction);
        }
        return -Math.pow(2, logUpper + (logLower - logUpper) * (1 - fraction));
    }

    private static double shareBelow(double value, FloatHistogram histogram, Bucket bucket) {
        Bucket bounded = bounded(histogram, bucket);
        double lower = bounded.lower();
        double upper = bounded.upper();
        if (value <= lower) {
            return 0;
        }
        if (Double.isInfinite(lower) || Double.isInfinite(upper)) {
            // Where such observations lie is not known; they count only once their bucket is whole.
            return Double.isInfinite(lower) && value >= upper ? 1 : 0;
        }
        if (isLinear(histogram, bucket)) {
            return (value - lower) / (upper - lower);
        }
        double logLower = Math.log(Math.abs(lower));
        double logUpper = Math.log(Math.abs(upper));
        double logValue = Math.log(Math.abs(value));
        if (lower > 0) {
            return (logValue - logLower) / (logUpper - logLower);
        }
        return 1 - (logValue - logUpper) / (logLower - logUpper);
    }

    private static boolean isLinear(FloatHistogram histogram, Bucket bucket) {
        return histogram.hasCustomBuckets() || (bucket.lower() <= 0 && bucket.upper() >= 0);
    }

    /// The zero bucket of a histogram with observations on one side only begins or ends at zero; so
    /// does the first custom bucket if all of it may be positive.
    static Bucket bounded(FloatHistogram histogram, Bucket bucket) {
        if (histogram.hasCustomBuckets()) {
            boolean fromZero = Double.isInfinite(bucket.lower()) && bucket.upper() > 0;
            return fromZero
                    ? new Bucket(0, bucket.upper(), bucket.count(), bucket.index())
                    : bucket;
        }
        if (bucket.lower() < 0 && bucket.upper() > 0) {
            boolean negative = hasAny(histogram.negativeCounts());
            boolean positive = hasAny(histogram.positiveCounts());
            if (negative && !positive) {
                return new Bucket(bucket.lower(), 0, bucket.count(), 0);
            }
            if (positive && !negative) {
                return new Bucket(0, bucket.upper(), bucket.count(), 0);
            }
        }
        return bucket;
    }

    private static boolean hasAny(double[] counts) {
        return counts.length > 0;
    }

    private static List<Bucket> populated(FloatHistogram histogram) {
        List<Bucket> populated = new ArrayList<>();
        for (Bucket bucket : histogram.buckets()) {
            if (bucket.count() != 0) {
                populated.add(bucket);
            }
        }
        return populated;
    }
}
