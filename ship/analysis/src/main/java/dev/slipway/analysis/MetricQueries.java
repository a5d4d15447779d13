package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What analyses need of the metrics that the server collects: answers to PromQL. Thread-safe.
public interface MetricQueries {
    /// What a query gives: one number, the numbers of the series, or why there are none.
    sealed interface Answer {}

    record Scalar(double value) implements Answer {}

    record Vector(List<Double> values) implements Answer {
        public Vector {
            values = List.copyOf(values);
        }
    }

    record Failure(String message) implements Answer {}

    /// The answer for this moment.
    Answer instant(String query);

    /// The answers from one moment to the other, those of all series together.
    Answer range(String query, Instant start, Instant end, Duration step);

    /// There are no metrics; each query fails for this reason.
    static MetricQueries none(String reason) {
        return new MetricQueries() {
            @Override
            public Answer instant(String query) {
                return new Failure(reason);
            }

            @Override
            public Answer range(String query, Instant start, Instant end, Duration step) {
                return new Failure(reason);
            }
        };
    }
}
