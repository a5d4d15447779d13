package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PastJudgeTest {
    private static final PastPolicy POLICY = PastPolicy.standard(.01);
    private static final List<Double> BOUNDS = List.of(.01, .1, 1.0, Double.POSITIVE_INFINITY);
    private static final Side PAST = Side.of(60_000, 60).withLatency(50_000, 9_500, 490, 10);

    private static PastJudge judge() {
        return new PastJudge(POLICY, BOUNDS, PAST);
    }

    private static void pass(PastJudge judge, int fromSecond, int seconds, Side each) {
        for (int second = fromSecond; second < fromSecond + seconds; second++) {
            judge.observe(1000L * second, 1000L * second + 1000, each);
        }
    }

    private static int secondsUntilWorse(PastJudge judge, int fromSecond, Side each) {
        int second = 0;
        while (!judge.verdict().worse() && second < 300) {
            pass(judge, fromSecond + second++, 1, each);
        }
        return second;
    }

    @Test
    void aJumpIsFoundSoonWheneverItComes() {
        assertThat(secondsUntilWorse(judge(), 0, Side.of(100, 100))).isBetween(8, 12);
        PastJudge late = judge();
        pass(late, 0, 600, Side.of(100, 0));
        assertThat(secondsUntilWorse(late, 600, Side.of(100, 100))).isBetween(8, 25);
        PastJudge small = judge();
        pass(small, 0, 60, Side.of(100, 0));
        assertThat(secondsUntilWorse(small, 60, Side.of(100, 10))).isLessThan(60);
        PastJudge smaller = judge();
        pass(smaller, 0, 60, Side.of(200, 0));
        assertThat(secondsUntilWorse(smaller, 60, Side.of(200, 10))).isLessThan(60);
    }

    @Test
    void saysHowLargeTheJumpIsAtLeast() {
        PastJudge judge = judge();
        pass(judge, 0, 60, Side.of(100, 0));
        pass(judge, 60, 40, Side.of(100, 60));
        PastVerdict verdict = judge.verdict();
        assertThat(verdict.worse()).isTrue();
        assertThat(verdict.effect().lower()).isBetween(.2, .6);
        assertThat(verdict.sentence())
                .matches(
                        "Worse since it has all traffic: 60\\.0 % of the last [0-9,]+ requests"
                                + " failed, 0\\.10 % of 60,000 to the version before; at least"
                                + " (20|30|50) points more\\.");
    }

    @Test
    void whatIsBelowTheMarginIsNoJump() {
        PastJudge judge = judge();
        pass(judge, 0, 3600, Side.of(100, 3));
        assertThat(judge.verdict().worse()).isFalse();
        assertThat(judge.verdict().sentence())
                .isEqualTo(
                        "No clear jump since it has all traffic: 3.0 % of 360,000 requests failed,"
                                + " 0.10 % of 60,000 to the version before.");
    }

    @Test
    void anOutageOfSecondsIsNoJump() {
        PastJudge judge = judge();
        for (int minute = 0; minute < 30; minute++) {
            pass(judge, 60 * minute, 5, Side.of(100, 100));
            pass(judge, 60 * minute + 5, 55, Side.of(100, 0));
        }
        assertThat(judge.verdict().worse()).isFalse();
    }

    @Test
    void slowRequestsCountOnceTheProcessesAreWarm() {
        Side slow = Side.of(100, 0).withLatency(0, 30, 70, 0);
        PastJudge judge = judge();
        assertThat(secondsUntilWorse(judge, 0, slow)).isBetween(61, 100);
        assertThat(judge.verdict().sentence()).contains("took longer than 100 ms");
        PastJudge restarted = judge();
        pass(restarted, 0, 100, Side.of(100, 0).withLatency(80, 20, 0, 0));
        assertThat(secondsUntilWorse(restarted, 100, slow.withNewestInstance(100_000)))
                .isBetween(61, 120);
    }

    @Test
    void littleKnownOfThePastAllowsLittle() {
        PastJudge unknown = new PastJudge(POLICY, BOUNDS, Side.of(0, 0));
        assertThat(secondsUntilWorse(unknown, 0, Side.of(100, 100))).isEqualTo(300);
        PastJudge few = new PastJudge(POLICY, BOUNDS, Side.of(20, 2));
        assertThat(secondsUntilWorse(few, 0, Side.of(100, 30))).isEqualTo(300);
    }

    /// The true share is the past's plus the whole margin, and the past itself is drawn.
    @Test
    void staysAtItsLevelAtTheEdgeOfTheMargin() {
        int alarms = 0;
        for (int seed = 0; seed < 300; seed++) {
            Traffic traffic = new Traffic(seed, 0, 0);
            Side past = Side.of(2000, traffic.binomial(2000, .02));
            PastJudge judge = new PastJudge(PastPolicy.standard(.05), List.of(), past);
            for (int second = 0; second < 300; second++) {
                long requests = traffic.poisson(30);
                Side side = Side.of(requests, traffic.binomial(requests, .05));
                judge.observe(1000L * second, 1000L * second + 1000, side);
            }
            alarms += judge.verdict().worse() ? 1 : 0;
        }
        // 5 % of 300 is 15; more than 28 has a chance of one in a thousand.
        assertThat(alarms).isLessThanOrEqualTo(28);
    }

    @Test
    void boundOfThePastHoldsAtItsLevel() {
        int exceeded = 0;
        for (int seed = 0; seed < 1000; seed++) {
            long events = new Traffic(seed, 0, 0).binomial(500, .03);
            exceeded += JumpFigure.most(500, events, .05) < .03 ? 1 : 0;
        }
        assertThat(exceeded).isLessThan(75);
        assertThat(JumpFigure.most(0, 0, .05)).isEqualTo(1);
        assertThat(JumpFigure.most(1000, 0, .05)).isBetween(.002, .004);
    }

    @Test
    void aWindowToldTwiceCountsOnceAndARestartChangesNothing() {
        PastJudge one = judge();
        PastJudge other = judge();
        for (int second = 0; second < 120; second++) {
            Side side = Side.of(100, second > 80 ? 40 : 1).withLatency(60, 30, 10, 0);
            pass(one, second, 1, side);
            pass(other, second, 1, side);
            pass(other, second, 1, side);
            other = PastJudge.resume(POLICY, other.state());
        }
        assertThat(other.state()).isEqualTo(one.state());
        assertThat(other.verdict()).isEqualTo(one.verdict());
        assertThat(one.verdict().worse()).isTrue();
        assertThatThrownBy(() -> PastJudge.resume(PastPolicy.standard(.05), one.state()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("state, policy: ");
    }

    @Test
    void brokenStatesAreRefusedOrHarmless() {
        PastJudge judge = judge();
        pass(judge, 0, 50, Side.of(100, 3));
        String state = judge.state().text();
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 3000; round++) {
            StringBuilder broken = new StringBuilder(state);
            for (int change = random.nextInt(1, 4); change > 0 && !broken.isEmpty(); change--) {
                int place = random.nextInt(broken.length());
                switch (random.nextInt(3)) {
                    case 0 -> broken.setCharAt(place, (char) random.nextInt(32, 127));
                    case 1 -> broken.deleteCharAt(place);
                    default -> broken.setLength(Math.max(1, place));
                }
            }
            try {
                PastJudge resumed = PastJudge.resume(POLICY, new JudgeState(broken.toString()));
                pass(resumed, 50, 3, Side.of(100, 3));
                assertThat(resumed.verdict().sentence()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }
    }
}
