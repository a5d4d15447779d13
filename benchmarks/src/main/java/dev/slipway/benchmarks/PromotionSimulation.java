package dev.slipway.benchmarks;

import dev.slipway.judge.PastJudge;
import dev.slipway.judge.PastPolicy;
import dev.slipway.judge.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Promoted versions, watched for five minutes against the ten minutes of the version before: false
/// alarms, seconds until a jump is found, and outages that are taken for one. Prints tables.
///
/// Arguments: equal versions (10000), worse ones (1000) in each cell.
final class PromotionSimulation {
    private static final int WATCH_SECONDS = 300;
    private static final int PAST_SECONDS = 600;
    private static final int JUMP_AT = 120;
    private static final double[] BOUNDS = bounds();
    private static final List<Double> BOUND_LIST = Arrays.stream(BOUNDS).boxed().toList();

    private final double perSecond;
    private final double errors;
    private final RandomGenerator random;

    private PromotionSimulation(long seed, double perSecond, double errors) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.perSecond = perSecond;
        this.errors = errors;
    }

    public static void main(String[] args) {
        int equal = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int worse = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        System.out.println(
                "| traffic | errors | false alarms | 2 % | 5 % | 10 % | 20 % | 50 % | all |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (double[] cell : new double[][] {{200, .001}, {200, .01}, {20, .001}, {20, .01}}) {
            StringBuilder row = new StringBuilder(row(cell)).append(alarms(cell, equal));
            for (double share : new double[] {.02, .05, .1, .2, .5, 1}) {
                row.append(found(cell, worse, after(share, cell[1], WATCH_SECONDS), _ -> 1.0));
            }
            System.out.println(row);
        }
        System.out.println(
                "\n| traffic | errors | 1.5x slower | 2x | 3x | 5x |\n|---|---|---|---|---|---|");
        for (double[] cell : new double[][] {{200, .001}, {20, .001}}) {
            StringBuilder row = new StringBuilder(row(cell));
            for (double factor : new double[] {1.5, 2, 3, 5}) {
                ToDoubleFunction<Integer> slowness = second -> second < JUMP_AT ? 1 : factor;
                row.append(found(cell, worse, _ -> cell[1], slowness));
            }
            System.out.println(row);
        }
        System.out.println(
                "\n| traffic | errors | 5 s | 10 s | 15 s | 20 s | 30 s |\n|---|---|---|---|---|---|---|");
        for (double[] cell : new double[][] {{200, .001}, {20, .001}}) {
            StringBuilder row = new StringBuilder(row(cell));
            for (int outage : new int[] {5, 10, 15, 20, 30}) {
                int[] seconds = runs(cell, worse, after(1, cell[1], outage), _ -> 1.0);
                row.append(percent(seconds)).append(" |");
            }
            System.out.println(row);
        }
    }

    private static String row(double[] cell) {
        return String.format(Locale.ROOT, "| %.0f req/s | %.1f %% |", cell[0], 100 * cell[1]);
    }

    private static ToDoubleFunction<Integer> after(double share, double before, int seconds) {
        return second -> second >= JUMP_AT && second < JUMP_AT + seconds ? share : before;
    }

    private static String alarms(double[] cell, int releases) {
        return percent(runs(cell, releases, _ -> cell[1], _ -> 1.0)) + " |";
    }

    private static String percent(int[] seconds) {
        long found = Arrays.stream(seconds).filter(second -> second < WATCH_SECONDS).count();
        return String.format(Locale.ROOT, " %.2f %%", 100.0 * found / seconds.length);
    }

    private static String found(
            double[] cell,
            int releases,
            ToDoubleFunction<Integer> errors,
            ToDoubleFunction<Integer> slowness) {
        int[] seconds = runs(cell, releases, errors, slowness);
        Arrays.sort(seconds);
        int median = seconds[seconds.length / 2];
        return median < WATCH_SECONDS
                ? " " + (median - JUMP_AT) + " s |"
                : percent(seconds) + " caught |";
    }

    private static int[] runs(
            double[] cell,
            int releases,
            ToDoubleFunction<Integer> errors,
            ToDoubleFunction<Integer> slowness) {
        int[] seconds = new int[releases];
        for (int seed = 0; seed < releases; seed++) {
            seconds[seed] = new PromotionSimulation(seed, cell[0], cell[1]).run(errors, slowness);
        }
        return seconds;
    }

    /// The second at the end of which the version was called worse; [#WATCH_SECONDS] if never.
    private int run(ToDoubleFunction<Integer> share, ToDoubleFunction<Integer> slowness) {
        Side past = side(perSecond * PAST_SECONDS, errors, 1);
        PastJudge judge = new PastJudge(PastPolicy.standard(.01), BOUND_LIST, past);
        for (int second = 0; second < WATCH_SECONDS; second++) {
            Side did = side(perSecond, share.applyAsDouble(second), slowness.applyAsDouble(second));
            judge.observe(1000L * second, 1000L * second + 1000, did);
            if (judge.isWorse()) {
                return second + 1;
            }
        }
        return WATCH_SECONDS;
    }

    /// Latencies are lognormal with a median of 50 ms and a deviation of 0.6.
    private Side side(double mean, double share, double slowness) {
        long requests = Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        long failed = 0;
        long[] counts = new long[BOUNDS.length];
        for (long request = 0; request < requests; request++) {
            failed += random.nextDouble() < share ? 1 : 0;
            double latency = slowness * .05 * Math.exp(.6 * random.nextGaussian());
            int bucket = 0;
            while (latency > BOUNDS[bucket]) {
                bucket++;
            }
            counts[bucket]++;
        }
        return Side.of(requests, failed).withLatency(counts);
    }

    private static double[] bounds() {
        List<Double> bounds = new ArrayList<>();
        for (double bound = .01; bound < 10; bound *= 1.25) {
            bounds.add(bound);
        }
        bounds.add(Double.POSITIVE_INFINITY);
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
