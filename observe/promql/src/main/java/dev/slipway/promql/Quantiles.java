package dev.slipway.promql;

import java.util.Arrays;

/// Quantiles of plain numbers.
final class Quantiles {
    private Quantiles() {}

    /// Sorts the first so many values and interpolates between the two that are nearest. NaN is
    /// less than every number.
    static double of(double quantile, double[] values, int count) {
        if (count == 0 || Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sort(values, count);
        double rank = quantile * (count - 1);
        double floor = Math.floor(rank);
        int lower = (int) floor;
        int upper = Math.min(count - 1, lower + 1);
        double weight = rank - floor;
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sort(double[] values, int count) {
        Arrays.sort(values, 0, count);
        int numbers = count;
        while (numbers > 0 && Double.isNaN(values[numbers - 1])) {
            numbers--;
        }
        if (numbers < count) {
            System.arraycopy(values, 0, values, count - numbers, numbers);
            Arrays.fill(values, 0, count - numbers, Double.NaN);
        }
    }
}
