package dev.slipway.metric.http;

import dev.slipway.metric.http.ServerStatus.Count;
import dev.slipway.metric.http.ServerStatus.Head;
import dev.slipway.metric.http.ServerStatus.Storage;
import dev.slipway.series.Labels;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts what a source holds by walking over the labels of the series of the last hours: for
/// sources that keep no such counts. For one thread.
final class StorageCount {
    /// What Prometheus holds in its head.
    private static final Duration WINDOW = Duration.ofHours(3);

    private final Map<String, Long> seriesByMetric = new HashMap<>();
    private final Map<String, Long> seriesByPair = new HashMap<>();
    private final Map<String, Set<String>> values = new HashMap<>();
    private long series;

    static Storage of(SeriesSource source, Instant now, int limit) {
        long end = now.toEpochMilli();
        long start = end - WINDOW.toMillis();
        StorageCount count = new StorageCount();
        for (Labels labels : source.series(new Selection(List.of(), start, end))) {
            count.add(labels);
        }
        return count.result(start, end, limit);
    }

    private void add(Labels labels) {
        series++;
        seriesByMetric.merge(labels.metricName(), 1L, Long::sum);
        for (int i = 0; i < labels.size(); i++) {
            String pair = labels.name(i) + "=" + labels.value(i);
            seriesByPair.merge(pair, 1L, Long::sum);
            values.computeIfAbsent(labels.name(i), _ -> new HashSet<>()).add(labels.value(i));
        }
    }

    private Storage result(long start, long end, int limit) {
        Map<String, Long> counts = new HashMap<>();
        Map<String, Long> bytes = new HashMap<>();
        values.forEach((name, texts) -> {
            counts.put(name, (long) texts.size());
            bytes.put(name, texts.stream().mapToLong(StorageCount::bytes).sum());
        });
        return new Storage(
                new Head(series, seriesByPair.size(), 0, start, end),
                largest(seriesByMetric, limit),
                largest(counts, limit),
                largest(bytes, limit),
                largest(seriesByPair, limit));
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<Count> largest(Map<String, Long> counts, int limit) {
        return counts.entrySet().stream()
                .map(each -> new Count(each.getKey(), each.getValue()))
                .sorted(
                        Comparator.comparingLong(Count::value)
                                .reversed()
                                .thenComparing(Count::name))
                .limit(limit)
                .toList();
    }
}
