package dev.slipway.remote;

import dev.slipway.remote.Progress.Pending;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import org.jspecify.annotations.Nullable;

/// Something to be sent of one series, and the record it was read from.
///
/// @param metadata what was last said of the metric
/// @param createdMillis when counting began; 0 if it is not known
record Entry(
        Labels labels,
        Content content,
        @Nullable Metadata metadata,
        long createdMillis,
        Pending record) {
    sealed interface Content {
        long timeMillis();
    }

    record Sample(long timeMillis, double value) implements Content {}

    record Histogram(long timeMillis, FloatHistogram histogram) implements Content {}

    record Example(Exemplar exemplar) implements Content {
        @Override
        public long timeMillis() {
            return exemplar.timeMillis();
        }
    }
}
