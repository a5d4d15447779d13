package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What queries may use up. Immutable.
///
/// @param samplesMax how many samples a query may hold at once; it may also have at most twice as
///   many places for samples, which are what memory is taken for
/// @param timeout of a query, with the time it waits for its turn
/// @param concurrency how many queries run at the same time
/// @param waitingMax how many others may wait for their turn
public record QueryLimits(int samplesMax, Duration timeout, int concurrency, int waitingMax) {
    public QueryLimits {
        requireNonNull(timeout, "timeout");
        requirePositive("samplesMax", samplesMax);
        requirePositive("concurrency", concurrency);
        if (waitingMax < 0) {
            throw new IllegalArgumentException(
                    "waitingMax: " + waitingMax + " (expected: 0 or more)");
        }
    }

    public static QueryLimits defaults() {
        return new QueryLimits(50_000_000, Duration.ofMinutes(2), 20, 1_000);
    }

    public QueryLimits withSamplesMax(int other) {
        return new QueryLimits(other, timeout, concurrency, waitingMax);
    }

    public QueryLimits withTimeout(Duration other) {
        return new QueryLimits(samplesMax, other, concurrency, waitingMax);
    }

    public QueryLimits withConcurrency(int running, int waiting) {
        return new QueryLimits(samplesMax, timeout, running, waiting);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
