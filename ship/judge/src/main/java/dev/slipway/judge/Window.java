package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

/// What both versions did in the same stretch of time. Windows may be of any length and may leave
/// gaps; short ones (a second) decide sooner.
public record Window(long startMillis, long endMillis, Side baseline, Side candidate) {
    public Window {
        requireNonNull(baseline, "baseline");
        requireNonNull(candidate, "candidate");
        if (endMillis <= startMillis) {
            throw new IllegalArgumentException(
                    "endMillis: " + endMillis + " (expected: above " + startMillis + ")");
        }
    }

    Counts errors() {
        return new Counts(
                baseline.requests(), baseline.errors(), candidate.requests(), candidate.errors());
    }
}
