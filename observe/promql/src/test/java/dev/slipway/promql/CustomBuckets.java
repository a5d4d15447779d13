package dev.slipway.promql;

import dev.slipway.promql.syntax.SeriesValue;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Native histograms with custom buckets made of the classic ones of a `load_with_nhcb`.
final class CustomBuckets {
    private CustomBuckets() {}

    /// What is known of one histogram: the values of each bucket, of its sum and of its count.
    private static final class Parts {
        final TreeMap<Double, List<SeriesValue>> buckets = new TreeMap<>();
        List<SeriesValue> sum = List.of();
        List<SeriesValue> count = List.of();
    }

    static Map<Labels, List<Object>> of(Map<Labels, List<SeriesValue>> series) {
        Map<Labels, Parts> parts = new LinkedHashMap<>();
        series.forEach((labels, values) -> take(labels, values, parts));
        Map<Labels, List<Object>> histograms = new HashMap<>();
        parts.forEach((labels, found) -> {
            if (!found.buckets.isEmpty()) {
                histograms.put(labels, histograms(found));
            }
        });
        return histograms;
    }

    private static void take(Labels labels, List<SeriesValue> values, Map<Labels, Parts> parts) {
        String name = labels.metricName();
        if (name.endsWith("_bucket") && labels.has("le")) {
            String le = labels.value("le");
            double bound = le.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
            part(labels, "_bucket", parts).buckets.put(bound, values);
        } else if (name.endsWith("_sum")) {
            part(labels, "_sum", parts).sum = values;
        } else if (name.endsWith("_count")) {
            part(labels, "_count", parts).count = values;
        }
    }

    private static Parts part(Labels labels, String suffix, Map<Labels, Parts> parts) {
        String name = labels.metricName();
        Labels base =
                labels.with("le", "")
                        .with(
                                Labels.METRIC_NAME,
                                name.substring(0, name.length() - suffix.length()));
        return parts.computeIfAbsent(base, b -> new Parts());
    }

    private static List<Object> histograms(Parts parts) {
        int steps = parts.buckets.values().stream().mapToInt(List::size).max().orElse(0);
        List<Object> histograms = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            FloatHistogram histogram = histogram(parts, step);
            histograms.add(histogram == null ? new SeriesValue.Omitted() : histogram);
        }
        return histograms;
    }

    private static @Nullable FloatHistogram histogram(Parts parts, int step) {
        List<Double> bounds = new ArrayList<>();
        List<Double> counts = new ArrayList<>();
        double before = 0;
        for (Map.Entry<Double, List<SeriesValue>> bucket : parts.buckets.entrySet()) {
            Double cumulative = number(bucket.getValue(), step);
            if (cumulative == null) {
                continue;
            }
            if (!Double.isInfinite(bucket.getKey())) {
                bounds.add(bucket.getKey());
            }
            counts.add(cumulative - before);
            before = cumulative;
        }
        if (counts.isEmpty()) {
            return null;
        }
        Double count = number(parts.count, step);
        if (counts.size() == bounds.size()) {
            counts.add(count == null ? 0 : count - before);
        }
        Double sum = number(parts.sum, step);
        return new FloatHistogram(
                        FloatHistogram.CUSTOM_BUCKETS,
                        ResetHint.UNKNOWN,
                        0,
                        0,
                        count == null ? before : count,
                        sum == null ? 0 : sum,
                        List.of(new Span(0, counts.size())),
                        counts.stream().mapToDouble(c -> c).toArray(),
                        List.of(),
                        new double[0],
                        bounds.stream().mapToDouble(b -> b).toArray())
                .compact();
    }

    private static @Nullable Double number(List<SeriesValue> values, int step) {
        return step < values.size() && values.get(step) instanceof SeriesValue.Floating number
                ? Double.valueOf(number.value())
                : null;
    }
}
