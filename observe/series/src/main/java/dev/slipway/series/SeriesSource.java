package dev.slipway.series;

import java.util.List;

/// Where series are read from: the embedded storage, or a remote one. Thread-safe. Every method may
/// throw [SeriesException] if the source cannot answer.
public interface SeriesSource {
    /// The series of a selection, sorted by labels. What is written meanwhile may or may not
    /// appear.
    SeriesCursor select(Selection selection);

    /// Labels of the series that match and have samples in the window, sorted; all without
    /// matchers. May name series whose samples lie just outside of the window.
    List<Labels> series(Selection selection);

    /// Names of labels that these series have, sorted.
    List<String> labelNames(Selection selection);

    /// Values that this label has in these series, sorted.
    List<String> labelValues(String name, Selection selection);
}
