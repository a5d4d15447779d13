package dev.slipway.tsdb;

import dev.slipway.series.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What was said last of each metric, by its family's name; no more metrics than the limit. Guarded
/// by the database's lock.
final class MetricDescriptions {
    private static final List<String> OF_BUCKETS = List.of("_bucket", "_count", "_sum");
    private static final List<String> OF_GAUGE_BUCKETS = List.of("_bucket", "_gcount", "_gsum");
    private static final List<String> OF_QUANTILES = List.of("_count", "_sum");
    private static final List<String> NONE = List.of();

    /// What OpenMetrics adds to the family's name whatever the type.
    private static final List<String> OF_ANY = List.of("", "_total", "_info", "_created");

    private final int metricsMax;
    private final Map<String, Metadata> byFamily = new HashMap<>();

    MetricDescriptions(int metricsMax) {
        this.metricsMax = metricsMax;
    }

    /// The family that a series with this name belongs to, if it is of this type.
    static String family(String seriesName, Metadata.Type type) {
        for (String suffix : suffixes(type)) {
            if (seriesName.length() > suffix.length() && seriesName.endsWith(suffix)) {
                return seriesName.substring(0, seriesName.length() - suffix.length());
            }
        }
        return seriesName;
    }

    /// Whether it would be stored: it says something new, and there is room.
    boolean isNews(String family, Metadata metadata) {
        Metadata known = byFamily.get(family);
        return known == null ? byFamily.size() < metricsMax : !known.equals(metadata);
    }

    void put(String family, Metadata metadata) {
        if (isNews(family, metadata)) {
            byFamily.put(family, metadata);
        }
    }

    int size() {
        return byFamily.size();
    }

    Map<String, Metadata> all() {
        return new TreeMap<>(byFamily);
    }

    void forEach(BiConsumer<String, Metadata> consumer) {
        byFamily.forEach(consumer);
    }

    /// Forgets families of which no series is left.
    void retain(Predicate<String> hasSeries) {
        byFamily.entrySet().removeIf(each -> !isUsed(each.getKey(), each.getValue(), hasSeries));
    }

    private static boolean isUsed(String family, Metadata metadata, Predicate<String> hasSeries) {
        return Stream.concat(OF_ANY.stream(), suffixes(metadata.type()).stream())
                .anyMatch(suffix -> hasSeries.test(family + suffix));
    }

    private static List<String> suffixes(Metadata.Type type) {
        return switch (type) {
            case HISTOGRAM -> OF_BUCKETS;
            case GAUGE_HISTOGRAM -> OF_GAUGE_BUCKETS;
            case SUMMARY -> OF_QUANTILES;
            case UNKNOWN, COUNTER, GAUGE, INFO, STATE_SET -> NONE;
        };
    }
}
