package dev.slipway.promql.syntax;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step of a described series. Immutable.
public sealed interface SeriesValue {
    record Floating(double value) implements SeriesValue {}

    /// No sample at this step.
    record Omitted() implements SeriesValue {}

    /// The series ends here.
    record Stale() implements SeriesValue {}

    /// `start + times * step`; `times` is negative for a falling series.
    ///
    /// @param start text of each field written between the braces, lists with their brackets
    /// @param step null if nothing is added
    record Histogram(Map<String, String> start, @Nullable Map<String, String> step, int times)
            implements SeriesValue {
        public Histogram {
            start = Map.copyOf(start);
            step = step == null ? null : Map.copyOf(step);
        }
    }
}
