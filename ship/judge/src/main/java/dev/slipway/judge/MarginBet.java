package dev.slipway.judge;

/// Bets about the difference of two shares against one margin, with a mixture of alternatives
/// around the baseline's share as it was seen so far (never as it is in the window that is bet on).
final class MarginBet {
    /// What a margin is tested for.
    enum Claim {
        /// The candidate's share is larger by more than the margin.
        ABOVE,
        /// It is larger by less than the margin, or smaller.
        BELOW
    }

    /// By how much of the margin the candidate's share is larger; below 0, it is smaller.
    private static final double[] PARTS = {-1, 0, .3, .6};

    private static final double[] PART_WEIGHTS = {.1, .4, .3, .2};

    /// What the baseline did before anything was seen: one in a thousand of fifty requests failed.
    private static final double EVENTS_ASSUMED = 0.05;

    private static final double REQUESTS_ASSUMED = 50;
    private static final double SHARE_MIN = 1e-7;

    private final Claim claim;
    private final NullLine line;
    private final GainLimit limit;
    private final Purse purse;
    private final double[] alternatives;
    private final double[] logPayouts;

    MarginBet(Claim claim, double margin, GainLimit limit) {
        this.limit = limit;
        this.claim = claim;
        this.line = new NullLine(margin);
        this.purse = new Purse(claim == Claim.ABOVE ? OddsBet.WEIGHTS : PART_WEIGHTS);
        this.alternatives = claim == Claim.ABOVE ? OddsBet.RATIOS : PARTS;
        this.logPayouts = new double[alternatives.length];
    }

    /// Bets on `window`, knowing `before`.
    void observe(Counts before, Counts window) {
        if (window.baseline() == 0 || window.candidate() == 0) {
            return;
        }
        double baseline = expectedShare(before.baselineEvents(), before.baseline());
        for (int bet = 0; bet < logPayouts.length; bet++) {
            double alternative = alternatives[bet];
            double candidate =
                    switch (claim) {
                        case ABOVE -> raised(baseline + Math.max(0, line.margin()), alternative);
                        case BELOW -> lowered(baseline, alternative);
                    };
            logPayouts[bet] =
                    isBet(baseline, candidate) ? line.logPayout(window, baseline, candidate) : 0;
        }
        purse.settle(logPayouts, limit.logGainMax(window));
    }

    /// Whether the point lies outside of what is bet against.
    private boolean isBet(double baseline, double candidate) {
        return claim == Claim.ABOVE
                ? candidate > baseline + line.margin()
                : candidate < baseline + line.margin();
    }

    private double lowered(double baseline, double part) {
        return part < 0 ? baseline / 2 : Math.min(1 - SHARE_MIN, baseline + part * line.margin());
    }

    private static double raised(double share, double ratio) {
        double odds = ratio * share / Math.max(SHARE_MIN, 1 - share);
        return Math.min(1 - SHARE_MIN, odds / (1 + odds));
    }

    /// The share learned so far, kept off 0 and 1.
    private static double expectedShare(long events, long requests) {
        double share = (events + EVENTS_ASSUMED) / (requests + REQUESTS_ASSUMED);
        return Math.min(1 - SHARE_MIN, share);
    }

    Purse purse() {
        return purse;
    }
}
