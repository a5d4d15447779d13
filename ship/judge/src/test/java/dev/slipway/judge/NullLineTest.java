package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Every outcome of small windows, weighted with its exact probability.
final class NullLineTest {
    private static final double ROUNDING = 1e-9;
    private static final int BASELINE = 4;
    private static final int CANDIDATE = 3;
    private static final double[] SHARES = {.003, .05, .2, .5, .8, .97};

    @Test
    void payoutIsFairOrLessForEverySharesWithinTheMargin() {
        int bets = 0;
        for (double margin : new double[] {-.3, -.01, 0, .001, .02, .3}) {
            NullLine line = new NullLine(margin);
            for (double baselineBet : SHARES) {
                for (double candidateBet : SHARES) {
                    boolean above = candidateBet > baselineBet + margin;
                    for (double share = 0; share <= 1; share += .05) {
                        for (double other = 0; other <= 1; other += .05) {
                            boolean isNull =
                                    above ? other <= share + margin : other >= share + margin;
                            if (isNull) {
                                bets++;
                                assertThat(
                                                expectation(
                                                        line,
                                                        baselineBet,
                                                        candidateBet,
                                                        share,
                                                        other))
                                        .isLessThanOrEqualTo(1 + ROUNDING);
                            }
                        }
                    }
                }
            }
        }
        assertThat(bets).isGreaterThan(10_000);
    }

    private static double expectation(
            NullLine line, double baselineBet, double candidateBet, double share, double other) {
        double sum = 0;
        for (int x = 0; x <= BASELINE; x++) {
            for (int y = 0; y <= CANDIDATE; y++) {
                double payout =
                        line.logPayout(
                                new Counts(BASELINE, x, CANDIDATE, y), baselineBet, candidateBet);
                sum +=
                        binomial(BASELINE, x, share)
                                * binomial(CANDIDATE, y, other)
                                * Math.exp(payout);
            }
        }
        return sum;
    }

    private static double binomial(int requests, int events, double share) {
        return ConditionalSplitTest.choose(requests, events)
                * Math.pow(share, events)
                * Math.pow(1 - share, requests - events);
    }

    @Test
    void requestsMayEachHaveTheirOwnChance() {
        NullLine line = new NullLine(0);
        double[] chances = {0, .1, .9, 1};
        double mean = .5;
        double sum = 0;
        for (int x = 0; x <= 4; x++) {
            for (int y = 0; y <= CANDIDATE; y++) {
                sum +=
                        sumOf(chances, x)
                                * binomial(CANDIDATE, y, mean)
                                * Math.exp(line.logPayout(new Counts(4, x, CANDIDATE, y), .05, .5));
            }
        }
        assertThat(sum).isLessThanOrEqualTo(1 + ROUNDING);
    }

    private static double sumOf(double[] chances, int events) {
        double sum = 0;
        for (int outcome = 0; outcome < 1 << chances.length; outcome++) {
            if (Integer.bitCount(outcome) == events) {
                double chance = 1;
                for (int each = 0; each < chances.length; each++) {
                    chance *= (outcome >> each & 1) == 1 ? chances[each] : 1 - chances[each];
                }
                sum += chance;
            }
        }
        return sum;
    }
}
