package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What tests of databases do again and again.
final class Databases {
    static final long HOUR_MILLIS = 3_600_000L;
    static final Selection EVERYTHING = new Selection(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);

    private Databases() {}

    /// Appends one sample and commits it.
    static Outcome append(
            TimeSeriesDatabase database, Labels labels, long timeMillis, double value) {
        try (Appender appender = database.appender()) {
            Outcome outcome = appender.append(appender.series(labels), timeMillis, value);
            appender.commit();
            return outcome;
        }
    }

    /// Samples as `time=value`, by series.
    static Map<Labels, List<String>> samples(SeriesSource source, Selection selection) {
        Map<Labels, List<String>> found = new TreeMap<>();
        SampleColumns columns = new SampleColumns();
        try (SeriesCursor cursor = source.select(selection)) {
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    texts.add(columns.timeMillis(i) + "=" + columns.value(i));
                    assertThat(i == 0 || columns.timeMillis(i) > columns.timeMillis(i - 1))
                            .isTrue();
                }
                if (!texts.isEmpty()) {
                    found.put(cursor.labels(), texts);
                }
            }
        }
        return found;
    }

    static List<String> samples(SeriesSource source, Labels labels) {
        List<Matcher> matchers = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            matchers.add(Matcher.equal(labels.name(i), labels.value(i)));
        }
        return samples(source, new Selection(matchers, Long.MIN_VALUE, Long.MAX_VALUE))
                .getOrDefault(labels, List.of());
    }
}
