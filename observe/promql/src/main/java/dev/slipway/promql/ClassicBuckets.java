package dev.slipway.promql;

/// The buckets of one classic histogram at one time: upper bounds and cumulative counts, as the
/// `le` series say. Reused from step to step; for one thread.
final class ClassicBuckets {
    /// Counts that differ by less than this share differ because floats were added in another
    /// order.
    private static final double TOLERANCE = 1e-12;

    private final double[] bounds;
    private final double[] counts;
    private int size;
    private boolean forcedMonotonic;

    ClassicBuckets(int sizeMax) {
        bounds = new double[sizeMax];
        counts = new double[sizeMax];
    }

    void clear() {
        size = 0;
        forcedMonotonic = false;
    }

    /// By ascending bounds; counts of the same bound are added.
    void add(double bound, double count) {
        if (size > 0 && bounds[size - 1] == bound) {
            counts[size - 1] += count;
            return;
        }
        bounds[size] = bound;
        counts[size++] = count;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Whether a count was less than that of a smaller bucket, which a computation just made cannot
    /// be the reason for.
    boolean wasForcedMonotonic() {
        return forcedMonotonic;
    }

    double quantile(double quantile) {
        if (Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (!prepare()) {
            return Double.NaN;
        }
        double rank = quantile * counts[size - 1];
        int bucket = 0;
        while (bucket < size - 1 && counts[bucket] < rank) {
            bucket++;
        }
        if (bucket == size - 1) {
            return bounds[size - 2];
        }
        if (bucket == 0) {
            return bounds[0] <= 0 ? bounds[0] : bounds[0] * (rank / counts[0]);
        }
        double start = bounds[bucket - 1];
        double before = counts[bucket - 1];
        double share = (rank - before) / (counts[bucket] - before);
        return start + (bounds[bucket] - start) * share;
    }

    double fraction(double lower, double upper) {
        if (!prepare() || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (rankOf(upper) - rankOf(lower)) / counts[size - 1];
    }

    private double rankOf(double value) {
        double before = 0;
        double start = bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            if (value < bounds[i]) {
                if (value <= start || Double.isInfinite(start) || Double.isInfinite(bounds[i])) {
                    return before;
                }
                double share = (value - start) / (bounds[i] - start);
                return before + (counts[i] - before) * share;
            }
            before = counts[i];
            start = bounds[i];
        }
        return before;
    }

    /// Whether the buckets make a histogram with observations.
    private boolean prepare() {
        if (size < 2 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return false;
        }
        double previous = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (almostEqual(previous, count)) {
                counts[i] = previous;
            } else if (count < previous) {
                counts[i] = previous;
                forcedMonotonic = true;
            } else {
                previous = count;
            }
        }
        return counts[size - 1] != 0;
    }

    private static boolean almostEqual(double left, double right) {
        if (left == right) {
            return true;
        }
        double sum = Math.abs(left) + Math.abs(right);
        double difference = Math.abs(left - right);
        if (left == 0 || right == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }
}
