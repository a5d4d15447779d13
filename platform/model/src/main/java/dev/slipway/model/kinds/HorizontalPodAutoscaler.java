package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Quantity;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sizes a workload by what is measured of it (`autoscaling/v2`).
public record HorizontalPodAutoscaler(ObjectMeta metadata, Spec spec, Status status)
        implements Resource {
    public HorizontalPodAutoscaler {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(Status.class) : status;
    }

    /// What is scaled, between which bounds, by what.
    public record Spec(
            TargetReference scaleTargetRef,
            @Nullable Integer minReplicas,
            int maxReplicas,
            List<Metric> metrics,
            @Nullable Behavior behavior) {
        public Spec {
            requireNonNull(scaleTargetRef, "scaleTargetRef");
            metrics = Immutable.list(metrics);
        }
    }

    /// An object of the same namespace.
    public record TargetReference(@Nullable String apiVersion, String kind, String name) {
        public TargetReference {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
        }
    }

    /// One of the figures that count; the field named like the type is set.
    public record Metric(
            String type,
            @Nullable ResourceSource resource,
            @Nullable ResourceSource containerResource,
            @Nullable MetricSource pods,
            @Nullable MetricSource object,
            @Nullable MetricSource external) {
        public Metric {
            requireNonNull(type, "type");
        }
    }

    /// Processor time or memory of the pods, of one container if it is named.
    public record ResourceSource(String name, @Nullable String container, Target target) {
        public ResourceSource {
            requireNonNull(name, "name");
            requireNonNull(target, "target");
        }
    }

    /// A metric of each pod, of another object, or of something outside.
    public record MetricSource(
            MetricName metric, @Nullable TargetReference describedObject, Target target) {
        public MetricSource {
            requireNonNull(metric, "metric");
            requireNonNull(target, "target");
        }
    }

    /// A metric, and which of its series.
    public record MetricName(String name, @Nullable LabelSelector selector) {
        public MetricName {
            requireNonNull(name, "name");
        }
    }

    /// What is wanted: `Utilization` in percent of what the pods request, a `Value`, or an
    /// `AverageValue` for each pod.
    public record Target(
            String type,
            @Nullable Quantity value,
            @Nullable Quantity averageValue,
            @Nullable Integer averageUtilization) {
        public Target {
            requireNonNull(type, "type");
        }
    }

    /// How fast it may go up and down.
    public record Behavior(@Nullable ScalingRules scaleUp, @Nullable ScalingRules scaleDown) {}

    /// For one direction; what is not set is as usual.
    public record ScalingRules(
            @Nullable Integer stabilizationWindowSeconds,
            @Nullable String selectPolicy,
            List<ScalingPolicy> policies,
            @Nullable Quantity tolerance) {
        public ScalingRules {
            policies = Immutable.list(policies);
        }
    }

    /// At most `value` pods, or percent of them, in each period. `type` is `Pods` or `Percent`.
    public record ScalingPolicy(String type, int value, int periodSeconds) {
        public ScalingPolicy {
            requireNonNull(type, "type");
        }
    }

    /// What was measured last, and what was decided.
    public record Status(
            @Nullable Long observedGeneration,
            @Nullable Instant lastScaleTime,
            @Nullable Integer currentReplicas,
            int desiredReplicas,
            List<ObjectNode> currentMetrics,
            List<Condition> conditions) {
        public Status {
            currentMetrics = Immutable.list(currentMetrics);
            conditions = Immutable.list(conditions);
        }
    }
}
