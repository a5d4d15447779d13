package dev.slipway.metric;

import dev.slipway.metric.http.Administration;
import dev.slipway.series.Matcher;
import dev.slipway.tsdb.TimeSeriesDatabase;
import java.util.List;

/// What the API may do to the storage. Thread-safe.
record StorageAdministration(TimeSeriesDatabase database) implements Administration {
    @Override
    public void delete(List<List<Matcher>> selectors, long startMillis, long endMillis) {
        selectors.forEach(matchers -> database.delete(matchers, startMillis, endMillis));
    }

    @Override
    public void clean() {
        database.cleanTombstones();
    }

    @Override
    public String snapshot(boolean withHead) {
        return String.valueOf(database.snapshot(withHead).getFileName());
    }
}
