package dev.slipway.judge;

/// What a bet against a difference of shares pays in one window.
///
/// The null hypothesis is a half-plane: `candidate <= baseline + margin` (or `>=`), which is
/// convex. A bet names a point `q` outside of it. With `t` the point of the half-plane nearest to
/// `q` in relative entropy, weighted with each side's requests, the likelihood of the window under
/// `q` over that under `t` is a fair bet or less against every point of the half-plane (Turner and
/// Grünwald): its expectation is `(t1 q1/t1 + ...)^n1 (...)^n0`, whose logarithm is concave in the
/// true shares, 0 at `t`, and does not rise from `t` into the half-plane, as `t` is nearest. By the
/// same concavity (the mean of logarithms is at most the logarithm of the mean) each request may
/// have a chance of its own, as long as the means of the two sides lie in the half-plane.
///
/// The nearest point lies on the line; it is searched for, and whatever the search leaves of the
/// slope is taken off the payout, which makes the bet fair however well the search went.
final class NullLine {
    private static final int STEPS_MAX = 60;
    private static final double SLOPE_MAX = 1e-9;

    private final double margin;
    private final double lowest;
    private final double highest;

    NullLine(double margin) {
        this.margin = margin;
        this.lowest = Math.max(0, -margin);
        this.highest = Math.min(1, 1 - margin);
    }

    double margin() {
        return margin;
    }

    /// The logarithm of what is paid for a bet on the shares `baselineBet` and `candidateBet`, each
    /// strictly between 0 and 1, and not in the half-plane.
    double logPayout(Counts counts, double baselineBet, double candidateBet) {
        double baseline = counts.baseline();
        double candidate = counts.candidate();
        double low = Math.max(lowest, Math.min(baselineBet, candidateBet - margin));
        double high = Math.min(highest, Math.max(baselineBet, candidateBet - margin));
        double point = (baseline * baselineBet + candidate * (candidateBet - margin));
        point /= baseline + candidate;
        double slope = Double.POSITIVE_INFINITY;
        double nearest = point;
        for (int step = 0; step < STEPS_MAX; step++) {
            nearest = point > low && point < high ? point : low + (high - low) / 2;
            double other = nearest + margin;
            double spread = nearest * (1 - nearest);
            double otherSpread = other * (1 - other);
            if (spread <= 0 || otherSpread <= 0) {
                return 0;
            }
            double mine = baseline * (nearest - baselineBet) / spread;
            double theirs = candidate * (other - candidateBet) / otherSpread;
            slope = mine + theirs;
            if (Math.abs(slope) * (high - low) < SLOPE_MAX) {
                break;
            }
            if (slope > 0) {
                high = nearest;
            } else {
                low = nearest;
            }
            double bend =
                    (baseline - mine * (1 - 2 * nearest)) / spread
                            + (candidate - theirs * (1 - 2 * other)) / otherSpread;
            point = nearest - slope / bend;
        }
        return likelihoodRatio(counts.baseline(), counts.baselineEvents(), baselineBet, nearest)
                + likelihoodRatio(
                        counts.candidate(),
                        counts.candidateEvents(),
                        candidateBet,
                        nearest + margin)
                - Math.abs(slope);
    }

    private static double likelihoodRatio(long requests, long events, double bet, double point) {
        double result = (requests - events) * Math.log((1 - bet) / (1 - point));
        return events == 0 ? result : result + events * Math.log(bet / point);
    }
}
