package dev.slipway.controller;

import java.time.Duration;

/// How long to wait after the n-th failure in a row: `first`, doubled each time, at most `longest`.
public record BackOff(Duration first, Duration longest) {
    private static final int DOUBLINGS_MAX = 40;

    public BackOff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "back-off: " + first + ".." + longest + " (expected: 0 < first <= longest)");
        }
    }

    /// `failures` counts from 1.
    public Duration after(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
        if (first.compareTo(longest.dividedBy(1L << doublings)) >= 0) {
            return longest;
        }
        return first.multipliedBy(1L << doublings);
    }
}
