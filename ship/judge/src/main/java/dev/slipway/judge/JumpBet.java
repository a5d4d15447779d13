package dev.slipway.judge;

/// Bets that a version's share of events is above a threshold, from some moment on.
///
/// The null hypothesis: given the past, the requests of each window are events independently of
/// each other, with a mean chance of at most the threshold. A bet names a higher share and begins
/// at a moment; its payout of a window is the likelihood of what happened under that share over
/// that under the threshold, at most [#GAIN_MAX]. Part `1 / ((b + 1)(b + 2))` of the money is
/// staked when the block `b` of ten seconds begins, spread over four shares. All parts together are
/// what one began with, so the sum is an e-process; and a jump that comes late costs the logarithm
/// of the part staked then, not what was lost until then.
final class JumpBet {
    /// No window may do more than double the evidence: a jump must last for some windows.
    static final double GAIN_MAX = 2;

    private static final long BLOCK_MILLIS = 10_000;
    private static final double[] ODDS_RATIOS = {1.5, 3, 8, 30};
    private static final double WEALTH_MAX = 1e200;

    private final double threshold;
    private final double[] staked = new double[ODDS_RATIOS.length];
    private long blocks;
    private double peak = 1;

    JumpBet(double threshold) {
        this.threshold = threshold;
    }

    /// @param ageMillis how long after the first window this one begins
    void observe(long ageMillis, long requests, long events) {
        if (threshold >= 1) {
            return;
        }
        long due = ageMillis / BLOCK_MILLIS + 1;
        double stake = unstaked(blocks) - unstaked(due);
        blocks = Math.max(blocks, due);
        double wealth = unstaked(blocks);
        for (int bet = 0; bet < staked.length; bet++) {
            double odds = ODDS_RATIOS[bet] * threshold / (1 - threshold);
            double share = odds / (1 + odds);
            double logPayout =
                    events * Math.log(share / threshold)
                            + (requests - events) * Math.log((1 - share) / (1 - threshold));
            double payout = Math.min(GAIN_MAX, Math.exp(logPayout));
            double part = (staked[bet] + Math.max(0, stake) / staked.length) * payout;
            staked[bet] = Math.min(WEALTH_MAX, part);
            wealth += staked[bet];
        }
        peak = Math.max(peak, wealth);
    }

    private static double unstaked(long blocks) {
        return 1.0 / (blocks + 1);
    }

    /// The most the evidence ever was; it begins at 1.
    double evidence() {
        return peak;
    }

    void write(Tape.Writer tape) {
        tape.put(threshold).put(blocks).put(peak);
        for (double part : staked) {
            tape.put(part);
        }
    }

    static JumpBet read(Tape.Reader tape) {
        JumpBet bet = new JumpBet(tape.number());
        bet.blocks = tape.count();
        bet.peak = tape.number();
        for (int part = 0; part < bet.staked.length; part++) {
            bet.staked[part] = tape.number();
        }
        return bet;
    }
}
