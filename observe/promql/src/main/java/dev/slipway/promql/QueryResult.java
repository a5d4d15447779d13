package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A query's answer and what is to be said about it. Immutable.
public record QueryResult(
        QueryValue value, List<String> warnings, List<String> infos, Statistics statistics) {
    /// What a query cost.
    ///
    /// @param samplesTouched samples that any step looked at, each time
    /// @param samplesPeak samples held at the same time, at most
    /// @param waitedNanos for its turn
    /// @param evaluationNanos from then on
    public record Statistics(
            long samplesTouched, long samplesPeak, long waitedNanos, long evaluationNanos) {}

    public QueryResult {
        requireNonNull(value, "value");
        requireNonNull(statistics, "statistics");
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }
}
