package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Few seeds of what `JudgeSimulation` in the benchmarks does with many.
final class FalseAlarmTest {
    private static final int RELEASES = 400;
    private static final int SECONDS = 200;

    /// 1 % of 400 is 4; more than 11 would happen to a judge at its level once in a thousand times.
    private static final int ALARMS_MAX = 11;

    @Test
    void equalVersionsAreRarelyCalledWorse() {
        JudgePolicy policy = JudgePolicy.ofErrors(.01, new Margin(0, .01));
        for (double share : new double[] {.05, .5}) {
            assertThat(alarms(policy, 60, share, .01, .01, false)).isLessThan(ALARMS_MAX);
        }
    }

    @Test
    void burstsThatHitBothAreNoAlarm() {
        JudgePolicy policy = JudgePolicy.standard(List.of());
        assertThat(alarms(policy, 60, .1, .01, .01, true)).isLessThan(ALARMS_MAX);
    }

    @Test
    void aDifferenceWithinTheMarginIsNoAlarm() {
        JudgePolicy policy = JudgePolicy.ofErrors(.01, new Margin(.01, .05));
        assertThat(alarms(policy, 60, .5, .01, .02, false)).isLessThan(ALARMS_MAX);
    }

    @Test
    void aWorseVersionIsFoundSoonerThanItCouldBeByChance() {
        JudgePolicy policy = JudgePolicy.standard(List.of());
        int found = 0;
        for (int seed = 0; seed < 100; seed++) {
            found += alarmed(policy, new Traffic(seed, 200, .1), .001, .05, false, 10) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(85);
    }

    private static int alarms(
            JudgePolicy policy,
            double perSecond,
            double share,
            double baseline,
            double candidate,
            boolean bursts) {
        int alarms = 0;
        for (int seed = 0; seed < RELEASES; seed++) {
            Traffic traffic = new Traffic(seed, perSecond, share);
            alarms += alarmed(policy, traffic, baseline, candidate, bursts, SECONDS) ? 1 : 0;
        }
        return alarms;
    }

    private static boolean alarmed(
            JudgePolicy policy,
            Traffic traffic,
            double baseline,
            double candidate,
            boolean bursts,
            int seconds) {
        Judge judge = new Judge(policy);
        boolean burst = false;
        for (int second = 0; second < seconds && !judge.isWorse(); second++) {
            burst = bursts && traffic.random().nextDouble() < (burst ? .8 : .02);
            double factor = burst ? 15 : 1;
            judge.observe(traffic.second(baseline * factor, candidate * factor));
        }
        return judge.isWorse();
    }
}
