package dev.slipway.remote;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.GoNumbers;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;

/// What a source has, as lines in the order it comes.
final class FoundLines {
    private FoundLines() {}

    static List<String> of(SeriesSource source, Selection selection) {
        List<String> lines = new ArrayList<>();
        SampleColumns columns = new SampleColumns();
        try (SeriesCursor cursor = source.select(selection)) {
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
                StringBuilder line = new StringBuilder(cursor.labels().toString());
                for (int i = 0; i < columns.size(); i++) {
                    FloatHistogram histogram = columns.histogram(i);
                    line.append(' ').append(columns.timeMillis(i)).append('=');
                    line.append(
                            histogram == null
                                    ? GoNumbers.shortest(columns.value(i))
                                    : histogram.compact().toString());
                }
                lines.add(line.toString());
            }
            cursor.warnings().forEach(each -> lines.add("warning: " + each));
        }
        return lines;
    }
}
