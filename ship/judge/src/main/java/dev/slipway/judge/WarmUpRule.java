package dev.slipway.judge;

/// How long a fresh process is left out of the comparison of latency: at least `leastMillis`, then
/// until its latency has stopped getting better from one block of `blockMillis` to the next, at
/// most `mostMillis`. Whoever is still slow then is slow.
public record WarmUpRule(long leastMillis, long blockMillis, long mostMillis) {
    public static final WarmUpRule STANDARD = new WarmUpRule(10_000, 10_000, 180_000);

    /// Nothing is left out.
    public static final WarmUpRule NONE = new WarmUpRule(0, 1, 0);

    public WarmUpRule {
        if (leastMillis < 0 || blockMillis < 1 || mostMillis < leastMillis) {
            throw new IllegalArgumentException(
                    "warm-up: "
                            + leastMillis
                            + ", "
                            + blockMillis
                            + ", "
                            + mostMillis
                            + " (expected: 0 or more, 1 or more, at least the first)");
        }
    }
}
