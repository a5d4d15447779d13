package dev.slipway.promql;

import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.List;

/// The labels by which samples of two vectors find each other.
final class Signature {
    private final boolean on;
    private final List<String> labels;

    Signature(Plan.Matching matching) {
        on = matching.on();
        List<String> names = new ArrayList<>(matching.labels());
        if (!on) {
            names.addAll(MetricIdentity.LABELS);
        }
        labels = List.copyOf(names);
    }

    Labels of(Labels all) {
        return on ? all.keeping(labels) : all.without(labels);
    }
}
