package dev.slipway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Simulated updates, all from fixed seeds.
class ErrorShareGuardTest {
    private static final int SECONDS = 600;
    private static final int NEVER = Integer.MAX_VALUE;

    @Test
    void abortsAtMostOneOfHundredEqualUpdates() {
        assertThat(aborted(simulate(600, new Traffic(20, 180, 0.001, 0.001, 1)))).isLessThan(0.01);
        assertThat(aborted(simulate(600, new Traffic(20, 180, 0.01, 0.01, 1)))).isLessThan(0.01);
        assertThat(aborted(simulate(600, new Traffic(2, 18, 0.1, 0.1, 1)))).isLessThan(0.01);
    }

    @Test
    void isNotFooledByBurstsThatHitBothRevisions() {
        assertThat(aborted(simulate(600, new Traffic(2, 18, 0.01, 0.01, 15)))).isLessThan(0.01);
        assertThat(aborted(simulate(600, new Traffic(20, 180, 0.01, 0.01, 15)))).isLessThan(0.01);
    }

    @Test
    void doesNotAbortABetterRevision() {
        assertThat(aborted(simulate(200, new Traffic(20, 180, 0.01, 0.05, 1)))).isZero();
    }

    @Test
    void findsAFailingRevisionInSeconds() {
        assertThat(median(simulate(101, new Traffic(20, 180, 0.05, 0.001, 1)))).isLessThan(10);
        assertThat(median(simulate(101, new Traffic(20, 180, 0.2, 0.001, 1)))).isLessThan(5);
        assertThat(median(simulate(101, new Traffic(20, 180, 0.02, 0.001, 1)))).isLessThan(20);
        assertThat(median(simulate(101, new Traffic(2, 18, 0.2, 0.01, 1)))).isLessThan(30);
    }

    @Test
    void saysWhatItSaw() {
        ErrorShareGuard guard = new ErrorShareGuard(Guard.Strictness.NORMAL);
        Verdict first = guard.judge(new Evidence(20, 1), new Evidence(180, 0));
        assertThat(first).isInstanceOf(Verdict.NotEnoughEvidence.class);
        Verdict verdict = first;
        for (int second = 0; second < 60 && !(verdict instanceof Verdict.Worse); second++) {
            verdict = guard.judge(new Evidence(100, 5), new Evidence(900, 0));
        }
        assertThat(verdict).isInstanceOf(Verdict.Worse.class);
        assertThat(verdict.reason())
                .matches("new 5\\.0 % of [0-9,]+ requests failed, old 0\\.0 % of [0-9,]+ .*");
    }

    @Test
    void neverAbortsWhenOff() {
        ErrorShareGuard guard = new ErrorShareGuard(Guard.Strictness.OFF);
        for (int second = 0; second < 60; second++) {
            assertThat(guard.judge(new Evidence(100, 100), new Evidence(100, 0)))
                    .isNotInstanceOf(Verdict.Worse.class);
        }
    }

    @Test
    void learnsNothingWhileOnlyOneRevisionHasTraffic() {
        ErrorShareGuard guard = new ErrorShareGuard(Guard.Strictness.NORMAL);
        guard.judge(new Evidence(1000, 100), Evidence.NONE);
        assertThat(guard.logWealth()).isZero();
    }

    /// Mean requests a second, failure shares, and by how much a burst (one second of 20) raises
    /// both shares.
    private record Traffic(
            double newRate, double oldRate, double newShare, double oldShare, double burst) {}

    private static int[] simulate(int updates, Traffic traffic) {
        int[] secondsToAbort = new int[updates];
        for (int seed = 0; seed < updates; seed++) {
            secondsToAbort[seed] = secondsToAbort(new SplittableRandom(seed), traffic);
        }
        return secondsToAbort;
    }

    private static int secondsToAbort(RandomGenerator random, Traffic traffic) {
        ErrorShareGuard guard = new ErrorShareGuard(Guard.Strictness.NORMAL);
        for (int second = 1; second <= SECONDS; second++) {
            double factor = random.nextInt(20) == 0 ? traffic.burst() : 1;
            Verdict verdict =
                    guard.judge(
                            evidence(random, traffic.newRate(), traffic.newShare() * factor),
                            evidence(random, traffic.oldRate(), traffic.oldShare() * factor));
            if (verdict instanceof Verdict.Worse) {
                return second;
            }
        }
        return NEVER;
    }

    private static Evidence evidence(RandomGenerator random, double rate, double share) {
        int requests = poisson(random, rate);
        int failures = 0;
        for (int i = 0; i < requests; i++) {
            failures += random.nextDouble() < share ? 1 : 0;
        }
        return new Evidence(requests, failures);
    }

    private static int poisson(RandomGenerator random, double mean) {
        double limit = Math.exp(-mean);
        int count = -1;
        double product = 1;
        do {
            count++;
            product *= random.nextDouble();
        } while (product > limit);
        return count;
    }

    private static double aborted(int[] secondsToAbort) {
        return (double) Arrays.stream(secondsToAbort).filter(s -> s != NEVER).count()
                / secondsToAbort.length;
    }

    private static int median(int[] secondsToAbort) {
        int[] sorted = secondsToAbort.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
