package dev.slipway.promql;

import dev.slipway.series.KahanSum;

/// The population variance, by Welford's method. For one thread.
final class Variance {
    private final KahanSum mean = new KahanSum();
    private final KahanSum squares = new KahanSum();
    private double count;

    void add(double value) {
        count++;
        double delta = value - mean.result();
        mean.add(delta / count);
        squares.add(delta * (value - mean.result()));
    }

    double result() {
        return squares.result() / count;
    }
}
