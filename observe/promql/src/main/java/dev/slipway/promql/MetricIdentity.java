package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.util.List;

/// The labels that say which metric a series is of: its name, and its type and unit where the
/// storage keeps them as labels. What is computed of a metric is none of these any more.
final class MetricIdentity {
    static final List<String> LABELS = List.of(Labels.METRIC_NAME, "__type__", "__unit__");

    private MetricIdentity() {}

    static Labels removedFrom(Labels labels) {
        return labels.without(LABELS);
    }

    static void removeFrom(Labels.Builder labels) {
        LABELS.forEach(each -> labels.set(each, ""));
    }
}
