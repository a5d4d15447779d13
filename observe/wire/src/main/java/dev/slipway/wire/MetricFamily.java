package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A metric to be exposed, with its samples. Those of a histogram or a summary stand as they are
/// exposed: each bucket a sample, with `_bucket`, `_sum` and `_count`.
///
/// @param name of a counter with or without `_total`; each format gets it as it wants it
public record MetricFamily(String name, Metadata metadata, List<Sample> samples) {
    /// @param labels with the name of the metric
    /// @param timeMillis null where the time of the scrape is meant, as is usual
    public record Sample(
            Labels labels, double value, @Nullable Long timeMillis, @Nullable Exemplar exemplar) {
        public Sample {
            requireNonNull(labels, "labels");
        }

        public Sample(Labels labels, double value) {
            this(labels, value, null, null);
        }
    }

    public MetricFamily {
        requireNonNull(name, "name");
        requireNonNull(metadata, "metadata");
        samples = List.copyOf(samples);
    }
}
