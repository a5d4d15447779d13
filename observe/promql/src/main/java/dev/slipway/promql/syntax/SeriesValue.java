package dev.slipway.promql.syntax;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.FloatHistogram;

/// One step of a described series. Immutable.
public sealed interface SeriesValue {
    record Floating(double value) implements SeriesValue {}

    /// No sample at this step.
    record Omitted() implements SeriesValue {}

    /// The series ends here.
    record Stale() implements SeriesValue {}

    /// @param hintGiven whether the description says anything about resets
    record Histogram(FloatHistogram histogram, boolean hintGiven) implements SeriesValue {
        public Histogram {
            requireNonNull(histogram, "histogram");
        }
    }
}
