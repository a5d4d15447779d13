package dev.slipway.metric.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Metadata;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.Exposition;
import dev.slipway.wire.ExpositionWriter;
import dev.slipway.wire.MetricFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// `/federate`: the newest sample of each series, for another Prometheus to scrape. Native
/// histograms are left out, as the texts cannot say them. Thread-safe.
final class FederateEndpoint {
    private static final Metadata UNKNOWN = new Metadata(Metadata.Type.UNKNOWN, "", "");

    private final SeriesSource source;
    private final Supplier<Labels> external;
    private final Duration lookback;
    private final InstantSource clock;

    FederateEndpoint(
            SeriesSource source,
            Supplier<Labels> external,
            Duration lookback,
            InstantSource clock) {
        this.source = source;
        this.external = external;
        this.lookback = lookback;
        this.clock = clock;
    }

    Reply answer(Call call) {
        List<List<Matcher>> selectors;
        try {
            selectors = call.params().selectors();
        } catch (CallException e) {
            return Reply.text(400, e.text() + "\n");
        }
        Exposition format = Exposition.accepted(call.headers().get(HttpHeaderNames.ACCEPT, ""));
        Map<String, List<MetricFamily.Sample>> families = families(selectors);
        return new Reply.Streamed(
                format.contentType(), sink -> write(families, format, new SinkStream(sink)));
    }

    private static void write(
            Map<String, List<MetricFamily.Sample>> families, Exposition format, SinkStream stream) {
        ExpositionWriter writer = new ExpositionWriter(format, stream);
        try {
            for (Map.Entry<String, List<MetricFamily.Sample>> each : families.entrySet()) {
                writer.write(new MetricFamily(each.getKey(), UNKNOWN, each.getValue()));
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, List<MetricFamily.Sample>> families(List<List<Matcher>> selectors) {
        long now = clock.millis();
        ExternalLabels own = new ExternalLabels(external.get());
        Map<String, List<MetricFamily.Sample>> families = new TreeMap<>();
        Set<Labels> seen = new HashSet<>();
        SampleColumns columns = new SampleColumns();
        for (List<Matcher> matchers : selectors) {
            Selection selection = new Selection(matchers, now - lookback.toMillis() + 1, now);
            try (SeriesCursor cursor = source.select(selection)) {
                while (cursor.next()) {
                    Labels labels = cursor.labels();
                    if (selectors.size() > 1 && !seen.add(labels)) {
                        continue;
                    }
                    columns.clear();
                    cursor.read(columns);
                    int last = columns.size() - 1;
                    if (last >= 0 && isNumber(columns, last)) {
                        families.computeIfAbsent(labels.metricName(), _ -> new ArrayList<>())
                                .add(
                                        new MetricFamily.Sample(
                                                own.addTo(labels),
                                                columns.value(last),
                                                columns.timeMillis(last),
                                                null));
                    }
                }
            }
        }
        return families;
    }

    private static boolean isNumber(SampleColumns columns, int index) {
        return columns.histogram(index) == null && !StaleMarker.is(columns.value(index));
    }
}
