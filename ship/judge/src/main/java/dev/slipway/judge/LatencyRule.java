package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// How latency is compared: by the shares of requests slower than quantiles of the baseline. The
/// bounds are those of the counts in [Side#latency()], ascending; the last may be infinite. Nothing
/// is compared where there are no bounds. Slow requests come in clusters (a process collects
/// garbage), so the standard limit takes all that a window has for one accident. Requests faster
/// than `floorSeconds` are never called slow: nobody notices a millisecond, but a process that gets
/// a tenth of the requests is compiled later and has colder caches.
public record LatencyRule(
        List<Double> upperBoundsSeconds,
        List<Slot> slots,
        double floorSeconds,
        WarmUpRule warmUp,
        GainLimit limit) {
    /// Latency is not looked at.
    public static final LatencyRule NONE =
            new LatencyRule(List.of(), List.of(), 0, WarmUpRule.STANDARD, GainLimit.ACCIDENTS);

    static final int BOUNDS_MAX = 200;
    private static final double FLOOR_SECONDS = 0.01;

    public LatencyRule {
        requireNonNull(warmUp, "warmUp");
        requireNonNull(limit, "limit");
        upperBoundsSeconds = List.copyOf(upperBoundsSeconds);
        slots = List.copyOf(slots);
        int bounds = upperBoundsSeconds.size();
        if (!(floorSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "floorSeconds: " + floorSeconds + " (expected: 0 or more)");
        }
        if (bounds > BOUNDS_MAX || bounds == 1 || (bounds == 0) != slots.isEmpty()) {
            throw new IllegalArgumentException(
                    "upperBoundsSeconds: " + bounds + " (expected: 2-200, or none and no slots)");
        }
        for (int bound = 1; bound < bounds; bound++) {
            if (!(upperBoundsSeconds.get(bound) > upperBoundsSeconds.get(bound - 1))) {
                throw new IllegalArgumentException(
                        "upperBoundsSeconds: " + upperBoundsSeconds + " (expected: ascending)");
            }
        }
    }

    /// The baseline's median, nine tenths and 99 hundredths; half as many again may be slower than
    /// each of the latter two, and ten in a hundred than the median.
    public static LatencyRule standard(List<Double> upperBoundsSeconds) {
        return new LatencyRule(
                upperBoundsSeconds,
                List.of(
                        new Slot(.5, new Margin(.1, .2)),
                        new Slot(.9, new Margin(.05, .1)),
                        new Slot(.99, new Margin(.005, .03))),
                FLOOR_SECONDS,
                WarmUpRule.STANDARD,
                GainLimit.ACCIDENTS);
    }

    /// One quantile of the baseline and by how much a larger share may be slower.
    public record Slot(double quantile, Margin margin) {
        public Slot {
            if (!(quantile > 0 && quantile < 1)) {
                throw new IllegalArgumentException("quantile: " + quantile + " (expected: 0-1)");
            }
        }
    }
}
