package dev.slipway.metric.figures;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.StaleMarker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What stands in a store.
public final class Stored {
    private Stored() {}

    /// The newest value of each series: a number, a histogram or `stale`.
    public static Map<String, String> newest(MemorySeries store) {
        Map<String, String> newest = new TreeMap<>();
        try (SeriesCursor cursor = store.select(new Selection(List.of(), 0, Long.MAX_VALUE))) {
            while (cursor.next()) {
                SampleColumns columns = new SampleColumns();
                cursor.read(columns);
                newest.put(cursor.labels().toString(), last(columns));
            }
        }
        return newest;
    }

    private static String last(SampleColumns columns) {
        int last = columns.size() - 1;
        FloatHistogram histogram = columns.histogram(last);
        if (histogram != null) {
            return histogram.toString();
        }
        double value = columns.value(last);
        return StaleMarker.is(value) ? "stale" : String.valueOf(value);
    }
}
