package dev.slipway.judge;

/// The comparison of one share: of requests that failed, or that took longer than some time.
///
/// Evidence that the candidate is worse must come from both bets: the one about the split, which
/// needs no more than that the version does not matter, and the one about the margin, which needs
/// that requests are independent once the circumstances of the window are given. The smaller of two
/// that are fair is fair.
final class ShareFigure {
    private final Margin margin;
    private final double alpha;
    private final OddsBet worse;
    private final MarginBet worseByMargin;
    private final MarginBet notWorse;
    private final DifferenceInterval difference;
    private Counts seen = Counts.NONE;

    ShareFigure(Margin margin, double alpha, GainLimit limit) {
        this.margin = margin;
        this.alpha = alpha;
        this.worse = new OddsBet(limit);
        this.worseByMargin = new MarginBet(MarginBet.Claim.ABOVE, margin.worse(), limit);
        this.notWorse = new MarginBet(MarginBet.Claim.BELOW, margin.notWorse(), limit);
        this.difference = new DifferenceInterval(alpha);
    }

    void observe(Counts window) {
        worse.observe(window);
        if (margin.worse() > 0) {
            worseByMargin.observe(seen, window);
        }
        notWorse.observe(seen, window);
        difference.observe(seen, window);
        seen = seen.plus(window);
    }

    /// The logarithm of the evidence that the candidate is worse.
    double logWorse() {
        double split = worse.purse().logWealth();
        return margin.worse() > 0 ? Math.min(split, worseByMargin.purse().logWealth()) : split;
    }

    /// Whether it was shown that the candidate is not worse by more than is tolerated.
    boolean isNotWorse() {
        return notWorse.purse().logPeak() >= -Math.log(alpha);
    }

    /// About how many requests to the candidate it takes to show that, if both are equal.
    long requestsNeeded() {
        double events = seen.baselineEvents() + seen.candidateEvents() + 0.5;
        double share = events / (seen.baseline() + seen.candidate() + 50.0);
        double gain = Bernoulli.divergence(share, Math.min(1 - 1e-9, share + margin.notWorse()));
        return (long) Math.ceil(1.5 * -Math.log(alpha) / gain);
    }

    Counts seen() {
        return seen;
    }

    Effect effect() {
        return new Effect(
                seen.baselineShare(),
                seen.candidateShare(),
                difference.lower(),
                difference.upper());
    }

    void write(Tape.Writer tape) {
        seen.write(tape);
        worse.purse().write(tape);
        worseByMargin.purse().write(tape);
        notWorse.purse().write(tape);
        difference.write(tape);
    }

    void read(Tape.Reader tape) {
        seen = Counts.read(tape);
        worse.purse().read(tape);
        worseByMargin.purse().read(tape);
        notWorse.purse().read(tape);
        difference.read(tape);
    }
}
