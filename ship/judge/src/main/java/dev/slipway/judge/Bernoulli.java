package dev.slipway.judge;

/// Figures of a biased coin.
final class Bernoulli {
    private Bernoulli() {}

    /// The relative entropy of a coin of `share` to one of `other`, which is not 0 or 1.
    static double divergence(double share, double other) {
        return part(share, other) + part(1 - share, 1 - other);
    }

    private static double part(double share, double other) {
        return share == 0 ? 0 : share * Math.log(share / other);
    }
}
