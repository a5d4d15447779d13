package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.judge.Verdict.Outcome;
import dev.slipway.judge.Verdict.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final JudgePolicy ERRORS = JudgePolicy.ofErrors(.01, new Margin(0, .01));
    private static final List<Double> BOUNDS =
            List.of(.01, .02, .05, .1, .2, .5, 1.0, Double.POSITIVE_INFINITY);
    private static final long[] QUICK = {90, 60, 30, 10, 6, 2, 1, 1};
    private static final long[] SLOW = {1, 2, 4, 6, 5, 2, 0, 0};

    private static Window second(int number, Side baseline, Side candidate) {
        return new Window(1000L * number, 1000L * number + 1000, baseline, candidate);
    }

    @Test
    void aVersionThatFailsAllIsWorseAfterTwoSeconds() {
        Judge judge = new Judge(JudgePolicy.standard(List.of()));

        assertThat(judge.judge(second(0, Side.of(180, 0), Side.of(20, 20))).outcome())
                .isEqualTo(Outcome.UNDECIDED);
        Verdict verdict = judge.judge(second(1, Side.of(180, 1), Side.of(20, 20)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.WORSE);
        assertThat(verdict.reason()).isEqualTo(Reason.EVIDENCE);
        assertThat(verdict.evidence()).isGreaterThan(100);
        assertThat(verdict.asOfMillis()).isEqualTo(2000);
        assertThat(verdict.sentence())
                .startsWith(
                        "Worse: 100.0 % of 40 requests to the new version failed, 0.28 % of 360 to"
                                + " the old one at the same time");
        Effect effect = verdict.findings().getFirst().effect();
        assertThat(effect.lower()).isBetween(.1, .99);
    }

    @Test
    void anEqualVersionIsNotWorseOnceThatIsShown() {
        Judge judge = new Judge(ERRORS);
        Verdict verdict = judge.verdict();
        int seconds = 0;
        while (verdict.outcome() == Outcome.UNDECIDED && seconds < 600) {
            assertThat(verdict.reason()).isIn(Reason.TOO_LITTLE_TRAFFIC, Reason.TOO_CLOSE);
            verdict = judge.judge(second(seconds++, Side.of(180, 0), Side.of(20, 0)));
        }
        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_WORSE);
        assertThat(seconds).isBetween(10, 120);
        assertThat(verdict.findings().getFirst().effect().upper()).isLessThanOrEqualTo(.03);
    }

    @Test
    void tooLittleTrafficIsSaidToBeThat() {
        Judge judge = new Judge(ERRORS);
        Verdict verdict = judge.judge(second(0, Side.of(9, 0), Side.of(1, 0)));

        assertThat(verdict.reason()).isEqualTo(Reason.TOO_LITTLE_TRAFFIC);
        assertThat(verdict.sentence())
                .startsWith(
                        "Too little traffic to tell: 1 request to the new version and 9 to the old"
                                + " one so far; it takes about ");
    }

    @Test
    void troubleThatHitsBothProvesNothing() {
        Judge judge = new Judge(ERRORS);
        for (int number = 0; number < 600; number++) {
            boolean outage = number % 20 > 16;
            Verdict verdict =
                    judge.judge(
                            outage
                                    ? second(number, Side.of(180, 180), Side.of(20, 20))
                                    : second(number, Side.of(180, 0), Side.of(20, 0)));
            assertThat(verdict.evidence()).isLessThan(1.01);
        }
    }

    @Test
    void moreFailuresOfTheCandidateAreMoreEvidence() {
        for (JudgePolicy policy :
                List.of(ERRORS, JudgePolicy.ofErrors(.01, new Margin(.002, .01)))) {
            double before = 0;
            for (int errors = 0; errors <= 20; errors++) {
                Judge judge = new Judge(policy);
                judge.judge(second(0, Side.of(500, 2), Side.of(100, 0)));
                double evidence =
                        judge.judge(second(1, Side.of(180, 2), Side.of(20, errors))).evidence();
                assertThat(evidence).isGreaterThan(before * (1 - 1e-9));
                before = evidence;
            }
        }
    }

    @Test
    void effectsAreMirroredIfTheSidesChangePlaces() {
        Judge one = new Judge(ERRORS);
        Judge other = new Judge(ERRORS);
        Traffic traffic = new Traffic(7, 200, .5);
        for (int number = 0; number < 200; number++) {
            Window window = traffic.second(.01, .03);
            one.observe(window);
            other.observe(
                    new Window(
                            window.startMillis(),
                            window.endMillis(),
                            /* baseline= */ window.candidate(),
                            /* candidate= */ window.baseline()));
        }
        Effect effect = one.verdict().findings().getFirst().effect();
        Effect mirrored = other.verdict().findings().getFirst().effect();
        assertThat(mirrored.lower()).isEqualTo(-effect.upper());
        assertThat(mirrored.upper()).isEqualTo(-effect.lower());
        assertThat(effect.lower()).isGreaterThan(0);
        assertThat(effect.upper()).isLessThan(.06);
    }

    @Test
    void staysFiniteWhateverTheCounts() {
        long[] counts = {0, 1, 2, 1_000, 1_000_000_000};
        Judge judge = new Judge(JudgePolicy.ofErrors(.01, new Margin(.001, .01)));
        int number = 0;
        for (long baseline : counts) {
            for (long candidate : counts) {
                for (int part = 0; part <= 2; part++) {
                    Verdict verdict =
                            judge.judge(
                                    second(
                                            number++,
                                            Side.of(baseline, baseline / 2 * part),
                                            Side.of(candidate, candidate / 2 * (2 - part))));
                    assertThat(verdict.evidence()).isNotNaN().isFinite();
                    Effect effect = verdict.findings().getFirst().effect();
                    assertThat(effect.lower()).isNotNaN();
                }
            }
        }
        assertThat(Judge.resume(judge.policy(), judge.state()).state()).isEqualTo(judge.state());
    }

    @Test
    void evidenceNeverOverflowsInALongRun() {
        Judge judge = new Judge(ERRORS);
        for (int number = 0; number < 20_000; number++) {
            judge.judge(second(number, Side.of(1_000, 0), Side.of(1_000, 1_000)));
        }
        assertThat(judge.verdict().evidence()).isFinite().isGreaterThan(1e200);
    }

    @Test
    void aWindowToldTwiceCountsOnce() {
        Judge judge = new Judge(ERRORS);
        Window window = second(3, Side.of(180, 0), Side.of(20, 5));
        Verdict once = judge.judge(window);

        assertThat(judge.judge(window)).isEqualTo(once);
        assertThat(judge.judge(second(2, Side.of(180, 0), Side.of(20, 5)))).isEqualTo(once);
    }

    @Test
    void goesOnAfterARestartAsIfNothingHadBeen() {
        JudgePolicy policy =
                JudgePolicy.standard(BOUNDS).withSamples(List.of(SampleRule.ofUsage("memory")));
        Judge judge = new Judge(policy);
        Judge restarted = new Judge(policy);
        Traffic traffic = new Traffic(11, 200, .1);
        for (int number = 0; number < 120; number++) {
            Window plain = traffic.second(.01, .012);
            Window window =
                    new Window(
                            plain.startMillis(),
                            plain.endMillis(),
                            plain.baseline()
                                    .withLatency(QUICK)
                                    .withSignatures(Map.of("GET /é 500", number % 2L))
                                    .withSamples(Map.of("memory", 100.0)),
                            plain.candidate()
                                    .withLatency(SLOW)
                                    .withSignatures(Map.of("GET /b 503", number % 3L == 0 ? 1L : 0))
                                    .withSamples(Map.of("memory", 120.0 + number % 11)));
            restarted = Judge.resume(policy, restarted.state());
            assertThat(restarted.judge(window)).isEqualTo(judge.judge(window));
        }
        assertThat(restarted.state()).isEqualTo(judge.state());
        assertThat(judge.state().text().length()).isLessThan(16_000);
    }

    @Test
    void aStateOfAnotherPolicyIsRefused() {
        JudgeState state = new Judge(ERRORS).state();
        assertThatThrownBy(() -> Judge.resume(ERRORS.withAlpha(.05), state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policy");
    }

    @Test
    void damagedStatesAreRefusedOrUnderstood() {
        JudgePolicy policy = JudgePolicy.standard(BOUNDS);
        Judge judge = new Judge(policy);
        judge.judge(
                second(
                        1,
                        Side.of(180, 2).withLatency(QUICK).withSignatures(Map.of("a b", 1L)),
                        Side.of(20, 1).withLatency(SLOW)));
        String text = judge.state().text();
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (int damage = 0; damage < 1_000; damage++) {
            char[] chars = text.toCharArray();
            for (int times = random.nextInt(1, 4); times > 0; times--) {
                chars[random.nextInt(chars.length)] = (char) random.nextInt(32, 127);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(chars.length) : chars.length;
            try {
                Judge.resume(policy, new JudgeState(new String(Arrays.copyOf(chars, length))));
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("expected");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void aFailureOnlyTheNewVersionHasIsFoundByItsName() {
        Judge judge = new Judge(JudgePolicy.standard(List.of()));
        Verdict verdict = judge.verdict();
        for (int number = 0; number < 60 && !judge.isWorse(); number++) {
            Side old = Side.of(900, 30).withSignatures(Map.of("GET /items 503", 30L));
            Side fresh =
                    Side.of(100, 5)
                            .withSignatures(Map.of("GET /items 503", 3L, "POST /pay 500", 2L));
            verdict = judge.judge(second(number, old, fresh));
        }
        assertThat(verdict.outcome()).isEqualTo(Outcome.WORSE);
        assertThat(verdict.sentence())
                .contains("\"POST /pay 500\" happened", "never to the old one");
    }

    @Test
    void latencyBeyondTheOldQuantilesIsWorse() {
        Judge judge = new Judge(JudgePolicy.standard(BOUNDS));
        Verdict verdict = judge.verdict();
        int seconds = 0;
        while (!judge.isWorse() && seconds < 300) {
            verdict =
                    judge.judge(
                            second(
                                    seconds++,
                                    Side.of(200, 0).withLatency(QUICK),
                                    Side.of(20, 0).withLatency(SLOW)));
        }
        assertThat(verdict.outcome()).isEqualTo(Outcome.WORSE);
        assertThat(verdict.sentence()).contains("took longer than 50 ms");
        assertThat(seconds).isBetween(20, 60);
    }

    @Test
    void answersWithinTheFloorAreNeverSlow() {
        Judge judge = new Judge(JudgePolicy.standard(List.of(.001, .002, .005, .01, .1, 1.0)));
        for (int number = 0; number < 120; number++) {
            judge.observe(
                    second(
                            number,
                            Side.of(200, 0).withLatency(190, 8, 1, 1, 0, 0),
                            Side.of(20, 0).withLatency(0, 0, 10, 10, 0, 0)));
        }
        assertThat(judge.isWorse()).isFalse();
    }

    @Test
    void aProcessThatWarmsUpIsNotWorse() {
        Judge judge = new Judge(JudgePolicy.standard(BOUNDS));
        Verdict verdict = judge.verdict();
        for (int number = 0; number < 300; number++) {
            long[] cold = number < 15 ? new long[] {0, 0, 0, 0, 0, 5, 10, 5} : SLOW.clone();
            long[] warm = {9, 6, 3, 1, 1, 0, 0, 0};
            verdict =
                    judge.judge(
                            second(
                                    number,
                                    Side.of(200, 0).withLatency(QUICK),
                                    Side.of(20, 0).withLatency(number < 30 ? cold : warm)));
            assertThat(verdict.outcome()).isNotEqualTo(Outcome.WORSE);
            if (number == 25) {
                assertThat(verdict.reason()).isIn(Reason.WARMING_UP, Reason.TOO_LITTLE_TRAFFIC);
            }
        }
        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_WORSE);
    }

    @Test
    void readingsThatAreTooHighAreWorse() {
        JudgePolicy policy =
                JudgePolicy.standard(List.of()).withSamples(List.of(SampleRule.ofUsage("memory")));
        Judge judge = new Judge(policy);
        int seconds = 0;
        while (!judge.isWorse() && seconds < 600) {
            judge.judge(
                    second(
                            seconds++,
                            Side.of(10, 0).withSamples(Map.of("memory", 100.0)),
                            Side.of(10, 0).withSamples(Map.of("memory", 150.0))));
        }
        assertThat(seconds).isBetween(80, 200);
        assertThat(judge.verdict().sentence())
                .contains("readings of memory of the new version were more than 1.25 times");
    }
}
