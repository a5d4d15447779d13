package dev.slipway.remote;

import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts the entries of a batch together into a request: what belongs to one series stands together,
/// in the order it came. For one shard.
final class RequestBuilder {
    /// Version 1.0 says metadata of a metric once in a while, as it does not stand with the series.
    private static final long METADATA_MILLIS = 60_000;

    private static final int METADATA_MAX = 100_000;

    private final RemoteWriteWriter first = new RemoteWriteWriter(RemoteWriteVersion.V1);
    private final RemoteWriteWriter second = new RemoteWriteWriter(RemoteWriteVersion.V2);
    private final Map<String, Long> describedMillis = new LinkedHashMap<>();

    byte[] build(RemoteWriteVersion version, List<Entry> batch, long nowMillis) {
        Map<Labels, List<Entry>> bySeries = new LinkedHashMap<>();
        for (Entry each : batch) {
            bySeries.computeIfAbsent(each.labels(), _ -> new ArrayList<>(1)).add(each);
        }
        RemoteWriteWriter writer = version == RemoteWriteVersion.V1 ? first : second;
        bySeries.forEach((labels, entries) -> series(writer, version, labels, entries));
        if (version == RemoteWriteVersion.V1) {
            describe(batch, nowMillis);
        }
        return writer.finish();
    }

    private static void series(
            RemoteWriteWriter writer,
            RemoteWriteVersion version,
            Labels labels,
            List<Entry> entries) {
        writer.series(labels);
        for (Entry each : entries) {
            switch (each.content()) {
                case Entry.Sample sample -> writer.sample(sample.timeMillis(), sample.value());
                case Entry.Histogram histogram ->
                        writer.histogram(histogram.timeMillis(), histogram.histogram());
                case Entry.Example example -> writer.exemplar(example.exemplar());
            }
        }
        Entry last = entries.getLast();
        if (version == RemoteWriteVersion.V2) {
            Metadata metadata = last.metadata();
            if (metadata != null) {
                writer.describe(labels.metricName(), metadata);
            }
            writer.created(last.createdMillis());
        }
    }

    private void describe(List<Entry> batch, long nowMillis) {
        for (Entry each : batch) {
            Metadata metadata = each.metadata();
            if (metadata == null) {
                continue;
            }
            String family = family(each.labels().metricName(), metadata);
            Long before = describedMillis.get(family);
            if (before == null || nowMillis - before >= METADATA_MILLIS) {
                if (describedMillis.size() >= METADATA_MAX) {
                    describedMillis.clear();
                }
                describedMillis.put(family, nowMillis);
                first.describe(family, metadata);
            }
        }
    }

    /// Series of classic histograms and summaries are of the metric without their suffix.
    private static String family(String name, Metadata metadata) {
        List<String> suffixes =
                switch (metadata.type()) {
                    case HISTOGRAM, GAUGE_HISTOGRAM -> List.of("_bucket", "_sum", "_count");
                    case SUMMARY -> List.of("_sum", "_count");
                    case UNKNOWN, COUNTER, GAUGE, INFO, STATE_SET -> List.of();
                };
        for (String suffix : suffixes) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }
}
