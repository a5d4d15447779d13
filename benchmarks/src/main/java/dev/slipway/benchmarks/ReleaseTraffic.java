package dev.slipway.benchmarks;

import dev.slipway.judge.Side;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The traffic of one simulated release, second by second, from a seed.
final class ReleaseTraffic {
    /// Bounds of the latency counts in seconds: 25 % apart, from 5 ms to 7 s.
    static final double[] BOUNDS = bounds();

    private static final double MEDIAN_SECONDS = .05;
    private static final double SIGMA = .6;
    private static final double NINTH_DECILE = MEDIAN_SECONDS * Math.exp(1.2816 * SIGMA);
    private static final int PROCESSES = 10;
    private static final long BEFORE = 1_000;
    private static final double BURST_FACTOR = 15;
    private static final double BURST_BEGINS = .02;
    private static final double BURST_GOES_ON = .8;

    private final RandomGenerator random;
    private final World world;
    private boolean burst;
    private int number;

    /// What is simulated. `slower` is by what the candidate's latencies are multiplied; `coldness`
    /// by how much more at its start (falling by a factor of e each 8 s); with `pauses`, each of
    /// ten processes stops once a minute for a second, which makes half of its requests slow.
    record World(
            double perSecond,
            double share,
            double baselineErrors,
            double candidateErrors,
            boolean bursts,
            boolean latency,
            double slower,
            double coldness,
            boolean pauses) {
        static World ofErrors(double perSecond, double share, double baseline, boolean bursts) {
            return new World(perSecond, share, baseline, baseline, bursts, false, 1, 0, false);
        }

        static World ofLatency(double perSecond, double share, double slower) {
            return new World(perSecond, share, 0, 0, false, true, slower, 0, false);
        }

        World withCandidateErrors(double errors) {
            return new World(
                    perSecond,
                    share,
                    baselineErrors,
                    errors,
                    bursts,
                    latency,
                    slower,
                    coldness,
                    pauses);
        }

        World withColdness(double factor) {
            return new World(
                    perSecond,
                    share,
                    baselineErrors,
                    candidateErrors,
                    bursts,
                    latency,
                    slower,
                    factor,
                    pauses);
        }

        World withPauses() {
            return new World(
                    perSecond,
                    share,
                    baselineErrors,
                    candidateErrors,
                    bursts,
                    latency,
                    slower,
                    coldness,
                    true);
        }
    }

    ReleaseTraffic(World world, long seed) {
        this.world = world;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// A thousand requests to the old version before the release.
    static Side baselineBefore() {
        ReleaseTraffic before = new ReleaseTraffic(World.ofLatency(1, 0, 1), -1);
        return Side.of(BEFORE, 0).withLatency(before.slowness(BEFORE, 1, PROCESSES).counts);
    }

    private static double[] bounds() {
        double[] bounds = new double[34];
        for (int bound = 0; bound < bounds.length - 1; bound++) {
            bounds[bound] = .005 * Math.pow(1.25, bound);
        }
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    ReleaseRival.Second next() {
        burst = world.bursts() && random.nextDouble() < (burst ? BURST_GOES_ON : BURST_BEGINS);
        double factor = burst ? BURST_FACTOR : 1;
        long baseline = poisson(world.perSecond() * (1 - world.share()));
        long candidate = poisson(world.perSecond() * world.share());
        long oldErrors = binomial(baseline, Math.min(1, world.baselineErrors() * factor));
        long freshErrors = binomial(candidate, Math.min(1, world.candidateErrors() * factor));
        Side old = Side.of(baseline, oldErrors);
        Side fresh = Side.of(candidate, freshErrors);
        if (!world.latency()) {
            return new ReleaseRival.Second(number++, old, fresh, oldErrors, freshErrors, 0, 0);
        }
        double cold = 1 + world.coldness() * Math.exp(-number / 8.0);
        long processes = Math.round(PROCESSES * world.share());
        Slowness quick = slowness(baseline, 1, PROCESSES - processes);
        Slowness slow = slowness(candidate, world.slower() * cold, processes);
        return new ReleaseRival.Second(
                number++,
                old.withLatency(quick.counts),
                fresh.withLatency(slow.counts),
                quick.beyond,
                slow.beyond,
                quick.sum,
                slow.sum);
    }

    private static final class Slowness {
        private final long[] counts = new long[BOUNDS.length];
        private long beyond;
        private double sum;

        void add(double seconds) {
            sum += seconds;
            beyond += seconds > NINTH_DECILE ? 1 : 0;
            int bound = (int) Math.ceil(Math.log(seconds / BOUNDS[0]) / Math.log(1.25));
            counts[Math.max(0, Math.min(BOUNDS.length - 1, bound))]++;
        }
    }

    private Slowness slowness(long requests, double factor, long processes) {
        long paused = 0;
        for (long process = 0; world.pauses() && process < Math.max(1, processes); process++) {
            paused += random.nextDouble() < 1 / 60.0 ? 1 : 0;
        }
        double pausedShare = .5 * paused / Math.max(1, processes);
        Slowness slowness = new Slowness();
        for (long request = 0; request < requests; request++) {
            double seconds = factor * MEDIAN_SECONDS * Math.exp(SIGMA * random.nextGaussian());
            boolean stopped = paused > 0 && random.nextDouble() < pausedShare;
            slowness.add(stopped ? seconds + .5 : seconds);
        }
        return slowness;
    }

    private long poisson(double mean) {
        long count = 0;
        double rest = mean;
        while (rest > 0) {
            double limit = Math.exp(-Math.min(rest, 100));
            double product = random.nextDouble();
            while (product > limit) {
                count++;
                product *= random.nextDouble();
            }
            rest -= 100;
        }
        return count;
    }

    private long binomial(long requests, double chance) {
        if (chance <= 0 || chance >= 1) {
            return chance <= 0 ? 0 : requests;
        }
        double scale = Math.log1p(-chance);
        long events = 0;
        double place = Math.floor(Math.log1p(-random.nextDouble()) / scale) + 1;
        while (place <= requests) {
            events++;
            place += Math.floor(Math.log1p(-random.nextDouble()) / scale) + 1;
        }
        return events;
    }
}
