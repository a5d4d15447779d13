package dev.slipway.promql;

import dev.slipway.series.KahanSum;

/// The arithmetic mean. As long as the sum is finite it is the sum divided at the end, which is
/// more exact; then each value moves the mean, which cannot overflow. For one thread.
final class Mean {
    private KahanSum sum = new KahanSum();
    private double mean;
    private double rest;
    private double count;
    private boolean incremental;

    void add(double value) {
        count++;
        if (!incremental) {
            if (count == 1 || !Double.isInfinite(sum.sum() + value)) {
                sum.add(value);
                return;
            }
            incremental = true;
            mean = sum.sum() / (count - 1);
            rest = sum.rest() / (count - 1);
        }
        double weight = (count - 1) / count;
        sum = new KahanSum(weight * mean);
        sum.add(value / count);
        mean = sum.sum();
        rest = weight * rest + sum.rest();
    }

    double result() {
        return incremental ? mean + rest : sum.sum() / count + sum.rest() / count;
    }
}
