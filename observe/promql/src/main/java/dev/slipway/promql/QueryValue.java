package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a query answers. Immutable: arrays handed out are not to be changed.
public sealed interface QueryValue {
    /// A number without labels.
    record Scalar(long timeMillis, double value) implements QueryValue {}

    /// A string literal.
    record StringValue(long timeMillis, String text) implements QueryValue {}

    /// One sample for each series; in the order the query asked for, otherwise by labels.
    record Vector(List<Sample> samples) implements QueryValue {
        public Vector {
            samples = List.copyOf(samples);
        }
    }

    /// Samples over time for each series, by labels.
    record Matrix(List<Series> series) implements QueryValue {
        public Matrix {
            series = List.copyOf(series);
        }
    }

    /// @param histogram what counts instead of the value, where it is there
    record Sample(
            Labels labels, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        public Sample {
            requireNonNull(labels, "labels");
        }
    }

    /// @param histograms at each place null where the sample is a float; null if all are
    record Series(
            Labels labels,
            long[] timesMillis,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms) {
        public Series {
            requireNonNull(labels, "labels");
        }

        public int size() {
            return timesMillis.length;
        }

        public @Nullable FloatHistogram histogram(int index) {
            return histograms == null ? null : histograms[index];
        }
    }
}
