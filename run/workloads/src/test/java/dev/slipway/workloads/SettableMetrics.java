package dev.slipway.workloads;

import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Figures as a test sets them.
final class SettableMetrics implements AutoscalingMetrics {
    private final Map<String, Map<String, PodValue>> ofPods = new TreeMap<>();
    private final Map<String, Double> outside = new TreeMap<>();

    void setOfPod(String metric, String pod, double value, Instant time) {
        ofPods.computeIfAbsent(metric, _ -> new TreeMap<>())
                .put(pod, new PodValue(value, time, Duration.ofSeconds(15)));
    }

    void forget(String metric) {
        ofPods.remove(metric);
        outside.remove(metric);
    }

    void setOutside(String metric, double value) {
        outside.put(metric, value);
    }

    @Override
    public Map<String, PodValue> usage(
            String namespace, String resource, @Nullable String container) {
        return ofPods.getOrDefault(resource, Map.of());
    }

    @Override
    public Map<String, PodValue> podMetric(String namespace, String metric, LabelSelector series) {
        return ofPods.getOrDefault(metric, Map.of());
    }

    @Override
    public OptionalDouble objectMetric(
            String kind, ObjectKey object, String metric, LabelSelector series) {
        return externalMetric(
                object.namespace(), kind + "/" + object.name() + "/" + metric, series);
    }

    @Override
    public OptionalDouble externalMetric(String namespace, String metric, LabelSelector series) {
        Double value = outside.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
