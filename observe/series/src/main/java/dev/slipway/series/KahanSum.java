package dev.slipway.series;

/// Sums doubles with the rounding errors added up apart (Kahan's summation as improved by
/// Neumaier). Not thread-safe.
public final class KahanSum {
    private double sum;
    private double rest;

    public KahanSum() {}

    public KahanSum(double start) {
        sum = start;
    }

    public void add(double value) {
        double next = sum + value;
        rest += rest(sum, value, next);
        sum = next;
    }

    /// What has been added up, without the errors.
    public double sum() {
        return sum;
    }

    public double result() {
        return sum + rest;
    }

    public double rest() {
        return rest;
    }

    /// What rounding lost in `next = sum + value`; nothing where it became infinite.
    static double rest(double sum, double value, double next) {
        if (Double.isInfinite(next)) {
            return 0;
        }
        return Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    }
}
