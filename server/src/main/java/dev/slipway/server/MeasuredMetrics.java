package dev.slipway.server;

import dev.slipway.controller.Time;
import dev.slipway.metric.SeriesFigures;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.workloads.AutoscalingMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Tells autoscalers what pods use, from the node, and everything else from the time series.
/// Thread-safe.
final class MeasuredMetrics implements AutoscalingMetrics {
    /// Series are looked at as often as the usual scrape interval.
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final MeasuredUsage usage;
    private final SeriesFigures series;
    private final Time time;

    MeasuredMetrics(MeasuredUsage usage, SeriesFigures series, Time time) {
        this.usage = usage;
        this.series = series;
        this.time = time;
    }

    @Override
    public Map<String, PodValue> usage(
            String namespace, String resource, @Nullable String container) {
        return usage.usage(namespace, resource, container);
    }

    @Override
    public Map<String, PodValue> podMetric(String namespace, String metric, LabelSelector chosen) {
        Instant now = time.now();
        Map<String, PodValue> values = new HashMap<>();
        series.sumBy("pod", metric, Map.of("namespace", namespace), chosen)
                .forEach((pod, value) -> values.put(pod, new PodValue(value, now, WINDOW)));
        return values;
    }

    @Override
    public OptionalDouble objectMetric(
            String kind, ObjectKey object, String metric, LabelSelector chosen) {
        Map<String, String> fixed = new HashMap<>();
        if (!object.namespace().isEmpty()) {
            fixed.put("namespace", object.namespace());
        }
        fixed.put(label(kind), object.name());
        return series.sum(metric, fixed, chosen);
    }

    /// Ingresses and HTTPRoutes are routes to the edge's own series.
    private static String label(String kind) {
        return switch (kind) {
            case "Ingress", "HTTPRoute" -> "route";
            default -> kind.toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public OptionalDouble externalMetric(String namespace, String metric, LabelSelector chosen) {
        return series.sum(metric, Map.of(), chosen);
    }
}
