package dev.slipway.judge;

/// Bets that the candidate's requests are likelier to be events than the baseline's.
///
/// The null hypothesis: in each window, given the past, how many events there are and how many
/// requests each version got, the candidate's events are not more than a random split would give.
/// So it does not matter how many events there are, how that changes (an outage that hits both), or
/// how events depend on each other, as long as the version is not what they depend on. The bets:
/// the odds of the candidate's requests are so many times the baseline's, a mixture from 1.3 to
/// 500.
final class OddsBet {
    static final double[] RATIOS = {1.3, 1.8, 2.5, 4, 8, 18, 50, 150, 500};

    /// Chosen by simulation: no alternative costs much more than the logarithm of ten.
    static final double[] WEIGHTS = {.04, .13, .14, .13, .13, .13, .13, .12, .05};

    private static final double[] LOG_RATIOS = new double[RATIOS.length];

    static {
        for (int bet = 0; bet < RATIOS.length; bet++) {
            LOG_RATIOS[bet] = Math.log(RATIOS[bet]);
        }
    }

    private final GainLimit limit;
    private final Purse purse;
    private final double[] logPayouts = new double[RATIOS.length];

    OddsBet(GainLimit limit) {
        this.limit = limit;
        this.purse = new Purse(WEIGHTS);
    }

    void observe(Counts counts) {
        long events = counts.baselineEvents() + counts.candidateEvents();
        if (events == 0 || counts.candidate() == 0 || counts.baseline() == 0) {
            return;
        }
        for (int bet = 0; bet < RATIOS.length; bet++) {
            logPayouts[bet] =
                    counts.candidateEvents() * LOG_RATIOS[bet]
                            - ConditionalSplit.logMean(
                                    RATIOS[bet], counts.baseline(), counts.candidate(), events);
        }
        purse.settle(logPayouts, limit.logGainMax(counts));
    }

    Purse purse() {
        return purse;
    }
}
