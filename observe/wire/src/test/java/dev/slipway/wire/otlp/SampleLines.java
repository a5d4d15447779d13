package dev.slipway.wire.otlp;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.GoNumbers;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.ReadResponse;
import dev.slipway.wire.WriteSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects samples as lines of text that can be compared; of two for the same moment the first
/// counts, as in a store.
final class SampleLines implements WriteSink {
    private final List<String> lines = new ArrayList<>();
    private final Set<String> moments = new HashSet<>();
    private final Map<String, Metadata> metadata = new HashMap<>();
    private final List<String> exemplars = new ArrayList<>();
    private final List<String> rejections = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private Labels labels = Labels.EMPTY;

    static List<String> of(List<ReadResponse.Series> found) {
        SampleLines lines = new SampleLines();
        for (ReadResponse.Series each : found) {
            lines.labels = each.labels();
            SampleColumns columns = each.columns();
            for (int i = 0; i < columns.size(); i++) {
                FloatHistogram histogram = columns.histogram(i);
                if (histogram == null) {
                    lines.sample(columns.timeMillis(i), columns.value(i));
                } else {
                    lines.histogram(columns.timeMillis(i), histogram);
                }
            }
        }
        return lines.sorted();
    }

    List<String> sorted() {
        return lines.stream().sorted().toList();
    }

    Metadata metadata(String metric) {
        return metadata.getOrDefault(metric, new Metadata(Metadata.Type.UNKNOWN, "", ""));
    }

    List<String> exemplars() {
        return exemplars;
    }

    List<String> rejections() {
        return rejections;
    }

    List<Long> starts() {
        return starts;
    }

    @Override
    public void series(CachedSeries series) {
        labels = series.labels();
    }

    @Override
    public void sample(long timeMillis, double value) {
        line(timeMillis, StaleMarker.is(value) ? "stale" : GoNumbers.shortest(value));
    }

    @Override
    public void histogram(long timeMillis, FloatHistogram histogram) {
        line(
                timeMillis,
                histogram.isStale()
                        ? "stale"
                        : "schema " + histogram.schema() + " " + histogram.compact());
    }

    @Override
    public void exemplar(Exemplar exemplar) {
        exemplars.add(labels + " " + exemplar);
    }

    @Override
    public void describe(Metadata described) {
        metadata.put(labels.metricName(), described);
    }

    @Override
    public void created(long timeMillis) {
        starts.add(timeMillis);
    }

    @Override
    public void reject(String reason) {
        rejections.add(reason);
    }

    private void line(long timeMillis, String value) {
        if (moments.add(labels + " " + timeMillis)) {
            lines.add(labels + " " + timeMillis + " " + value);
        }
    }
}
