package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

/// How readings of a figure (memory, queue length, a query's result) are compared: in pairs, each
/// the means of both versions over `spacingMillis`, long enough that one pair says little about the
/// next. A pair speaks against the candidate if its mean is more than `factor` times the
/// baseline's, or less than that part of it where `lowerIsWorse`.
public record SampleRule(String name, double factor, boolean lowerIsWorse, long spacingMillis) {
    public SampleRule {
        requireNonNull(name, "name");
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("factor: " + factor + " (expected: above 0)");
        }
        if (spacingMillis < 0) {
            throw new IllegalArgumentException(
                    "spacingMillis: " + spacingMillis + " (expected: 0 or more)");
        }
    }

    /// A quarter more is tolerated; a pair each ten seconds.
    public static SampleRule ofUsage(String name) {
        return new SampleRule(name, 1.25, false, 10_000);
    }
}
