package dev.slipway.metric.http;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.List;
import java.util.function.BiConsumer;

/// Where exemplars are read from. Thread-safe.
@FunctionalInterface
public interface Exemplars {
    /// Hands out the exemplars from one time to another, both included, of each series that one of
    /// the selectors matches.
    void find(
            List<List<Matcher>> selectors,
            long startMillis,
            long endMillis,
            BiConsumer<Labels, List<Exemplar>> found);
}
