package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ConditionalSplitTest {
    private static final double ROUNDING = 1e-9;

    @Test
    void noWindowPaysMoreThanItsStakeIfTheVersionDoesNotMatter() {
        forAllWindows(
                14,
                (baseline, candidate, events, chances) -> {
                    OddsBet bet = new OddsBet(GainLimit.NONE);
                    double expected = 0;
                    for (int x = 0; x < chances.length; x++) {
                        if (chances[x] > 0) {
                            bet = new OddsBet(GainLimit.NONE);
                            bet.observe(new Counts(baseline, events - x, candidate, x));
                            expected += chances[x] * Math.exp(bet.purse().logWealth());
                        }
                    }
                    assertThat(expected)
                            .as("%d + %d requests, %d events", baseline, candidate, events)
                            .isLessThanOrEqualTo(1 + ROUNDING);
                });
    }

    @Test
    void boundIsAboveTheExactMean() {
        forAllWindows(
                16,
                (baseline, candidate, events, chances) -> {
                    for (double ratio : OddsBet.RATIOS) {
                        double mean = 0;
                        for (int x = 0; x < chances.length; x++) {
                            mean += chances[x] * Math.pow(ratio, x);
                        }
                        assertThat(ConditionalSplit.bounded(ratio, baseline, candidate, events))
                                .isGreaterThanOrEqualTo(Math.log(mean) - ROUNDING);
                    }
                });
    }

    @Test
    void sumIsTheExactMean() {
        forAllWindows(
                12,
                (baseline, candidate, events, chances) -> {
                    if (events > baseline) {
                        return;
                    }
                    double mean = 0;
                    for (int x = 0; x < chances.length; x++) {
                        mean += chances[x] * Math.pow(4, x);
                    }
                    assertThat(ConditionalSplit.summed(4, baseline, candidate, events))
                            .isCloseTo(Math.log(mean), within(ROUNDING));
                });
    }

    @Test
    void boundIsNearlyTightForManyEvents() {
        double exact = ConditionalSplit.summed(1.3, 900, 100, 500);
        assertThat(ConditionalSplit.bounded(1.3, 900, 100, 500)).isBetween(exact, exact + .02);
    }

    private interface Check {
        void check(int baseline, int candidate, int events, double[] chances);
    }

    /// All windows of up to `most` requests, with the chances of the candidate's events.
    private static void forAllWindows(int most, Check check) {
        for (int candidate = 1; candidate < most; candidate++) {
            for (int baseline = 1; baseline + candidate <= most; baseline++) {
                for (int events = 1; events <= baseline + candidate; events++) {
                    double[] chances = new double[Math.min(events, candidate) + 1];
                    double all = choose(baseline + candidate, events);
                    for (int x = 0; x < chances.length; x++) {
                        chances[x] = choose(candidate, x) * choose(baseline, events - x) / all;
                    }
                    check.check(baseline, candidate, events, chances);
                }
            }
        }
    }

    static double choose(int all, int some) {
        if (some < 0 || some > all) {
            return 0;
        }
        double ways = 1;
        for (int each = 0; each < some; each++) {
            ways = ways * (all - each) / (each + 1);
        }
        return Math.rint(ways);
    }
}
