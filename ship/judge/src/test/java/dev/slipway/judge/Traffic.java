package dev.slipway.judge;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Seeded windows of a second: requests come at random, a share of them to the candidate.
final class Traffic {
    private final RandomGenerator random;
    private final double perSecond;
    private final double share;
    private long nowMillis;

    Traffic(long seed, double perSecond, double share) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.perSecond = perSecond;
        this.share = share;
    }

    Window second(double baselineErrors, double candidateErrors) {
        long baseline = poisson(perSecond * (1 - share));
        long candidate = poisson(perSecond * share);
        nowMillis += 1000;
        return new Window(
                nowMillis - 1000,
                nowMillis,
                Side.of(baseline, binomial(baseline, baselineErrors)),
                Side.of(candidate, binomial(candidate, candidateErrors)));
    }

    RandomGenerator random() {
        return random;
    }

    long poisson(double mean) {
        long count = 0;
        double waited = random.nextExponential();
        while (waited < mean) {
            count++;
            waited += random.nextExponential();
        }
        return count;
    }

    long binomial(long requests, double chance) {
        long events = 0;
        for (long request = 0; request < requests; request++) {
            events += random.nextDouble() < chance ? 1 : 0;
        }
        return events;
    }
}
