package dev.slipway.workloads;

import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The figures by which workloads are sized: a crossing that the metrics answer. What cannot be
/// found out is absent from the answer. Thread-safe.
public interface AutoscalingMetrics {
    /// A figure of one pod: when it ends, and over which time it was averaged.
    record PodValue(double value, Instant time, Duration window) {}

    /// What each pod of a namespace uses, by its name: cores of `cpu`, bytes of `memory`; of one of
    /// its containers, or of all together if `container` is null.
    Map<String, PodValue> usage(String namespace, String resource, @Nullable String container);

    /// A metric of each pod of a namespace, by the pod's name; summed over its other labels.
    Map<String, PodValue> podMetric(String namespace, String metric, LabelSelector series);

    /// A metric of one object, which its series name by the label of its kind: `service="api"`.
    OptionalDouble objectMetric(String kind, ObjectKey object, String metric, LabelSelector series);

    /// The sum of all series that are chosen.
    OptionalDouble externalMetric(String namespace, String metric, LabelSelector series);

    /// For servers that measure nothing.
    static AutoscalingMetrics none() {
        return new AutoscalingMetrics() {
            @Override
            public Map<String, PodValue> usage(
                    String namespace, String resource, @Nullable String container) {
                return Map.of();
            }

            @Override
            public Map<String, PodValue> podMetric(
                    String namespace, String metric, LabelSelector series) {
                return Map.of();
            }

            @Override
            public OptionalDouble objectMetric(
                    String kind, ObjectKey object, String metric, LabelSelector series) {
                return OptionalDouble.empty();
            }

            @Override
            public OptionalDouble externalMetric(
                    String namespace, String metric, LabelSelector series) {
                return OptionalDouble.empty();
            }
        };
    }
}
