package dev.slipway.series;

/// Where the buckets of native histograms end. Bucket `i` of an exponential schema reaches from
/// (excluded) 2^((i-1) * 2^-schema) to (included) 2^(i * 2^-schema); of custom buckets, `i` is the
/// place of the upper bound.
public final class BucketBounds {
    static final int SCHEMA_MIN = -4;
    static final int SCHEMA_MAX = 8;
    private static final int EXPONENT_BEYOND = 1024;

    /// For each schema from 0 on, the bounds from 1 up to but excluding 2.
    private static final double[][] FRACTIONS = fractions();

    private BucketBounds() {}

    public static double upper(FloatHistogram histogram, int index) {
        if (!histogram.hasCustomBuckets()) {
            return upper(histogram.schema(), index);
        }
        double[] bounds = histogram.customBounds();
        return index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
    }

    /// Of positive buckets; of negative ones, the lower bound is this with the sign turned.
    public static double upper(int schema, int index) {
        if (schema <= 0) {
            return power(1, (long) index << -schema);
        }
        int fraction = index & ((1 << schema) - 1);
        return power(FRACTIONS[schema][fraction], index >> schema);
    }

    private static double power(double fraction, long exponent) {
        if (exponent == EXPONENT_BEYOND && fraction == 1) {
            // The last bucket of finite values; the one after it is for infinity.
            return Double.MAX_VALUE;
        }
        return Math.scalb(fraction, (int) Math.clamp(exponent, -2_000L, 2_000L));
    }

    private static double[][] fractions() {
        double[][] all = new double[SCHEMA_MAX + 1][];
        for (int schema = 0; schema <= SCHEMA_MAX; schema++) {
            int count = 1 << schema;
            all[schema] = new double[count];
            for (int i = 0; i < count; i++) {
                all[schema][i] = Math.pow(2, (double) i / count);
            }
        }
        return all;
    }
}
