package dev.slipway.metric.http;

import dev.slipway.series.Matcher;
import java.util.List;

/// What can be done to the storage. Thread-safe; each returns when it is done, and throws
/// [dev.slipway.series.SeriesException] if it cannot be.
public interface Administration {
    /// Hides the samples from one time to another, both included, of the series that one of the
    /// selectors matches.
    void delete(List<List<Matcher>> selectors, long startMillis, long endMillis);

    /// Gives back the room that hidden samples take.
    void clean();

    /// Copies the storage into a new folder and says its name.
    ///
    /// @param withHead whether the newest samples, which are in no block yet, are copied too
    String snapshot(boolean withHead);
}
