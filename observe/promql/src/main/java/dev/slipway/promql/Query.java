package dev.slipway.promql;

import dev.slipway.series.SeriesSource;

/// What all parts of one evaluation share. For one thread.
///
/// @param steps of the query itself, whatever a subquery has
/// @param endMillis asked for, which a step need not meet
record Query(
        SeriesSource source,
        EngineOptions options,
        Steps steps,
        long endMillis,
        Notes notes,
        Budget budget) {
    boolean delaysNameRemoval() {
        return options.has(EngineOptions.Flag.DELAYED_NAME_REMOVAL);
    }

    /// A row for a result whose name is to go: at once, or when the query ends.
    Row nameless(Row from, int steps) {
        return delaysNameRemoval()
                ? new Row(from.labels(), true, steps)
                : new Row(MetricIdentity.removedFrom(from.labels()), false, steps);
    }
}
