package dev.slipway.series;

import java.util.List;

/// Where exemplars are read from. Thread-safe. May throw [SeriesException] if the source cannot
/// answer.
public interface ExemplarSource {
    /// Exemplars from one time to another, both included, of the series that one of the selectors
    /// matches: sorted by series, of each by ascending time. A series without any is left out.
    ///
    /// @param selectors each a list of matchers that all have to match
    List<SeriesExemplars> exemplars(
            List<List<Matcher>> selectors, long startMillis, long endMillis);
}
