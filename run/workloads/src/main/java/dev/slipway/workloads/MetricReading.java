package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Quantity;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.Metric;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.MetricSource;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.ResourceSource;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.Target;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.TargetReference;
import dev.slipway.model.kinds.Pod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Reads one metric of an autoscaler and says how many replicas it asks for.
final class MetricReading {
    private static final double PERCENT = 100;
    private static final String CPU = "cpu";
    private static final LabelSelector EVERYTHING = LabelSelector.ofLabels(Map.of());

    private final AutoscalingMetrics metrics;
    private final String namespace;
    private final Scene scene;

    /// What is scaled, as it is now.
    record Scene(int current, List<Pod> pods, ReplicaProposal.Tolerance tolerance, Instant now) {
        int readyPods() {
            return (int) Pods.active(pods).stream().filter(pod -> pod.status().isReady()).count();
        }
    }

    /// What came of it.
    sealed interface Outcome {
        /// So many replicas; `current` is the entry of `status.currentMetrics`.
        record Proposed(int replicas, ObjectNode current, String figure) implements Outcome {}

        /// Nothing, for a reason that has a word for machines and a sentence for people.
        record Unknown(String reason, String message) implements Outcome {}
    }

    MetricReading(AutoscalingMetrics metrics, String namespace, Scene scene) {
        this.metrics = metrics;
        this.namespace = namespace;
        this.scene = scene;
    }

    Outcome read(Metric metric) {
        return switch (metric.type()) {
            case "Resource" -> resource("resource", "FailedGetResourceMetric", metric.resource());
            case "ContainerResource" ->
                    resource(
                            "containerResource",
                            "FailedGetContainerResourceMetric",
                            metric.containerResource());
            case "Pods" -> pods(Objects.requireNonNull(metric.pods(), "pods"));
            case "Object" -> object(Objects.requireNonNull(metric.object(), "object"));
            case "External" -> external(Objects.requireNonNull(metric.external(), "external"));
            default ->
                    new Outcome.Unknown(
                            "InvalidMetricSourceType",
                            "unknown metric source type \"" + metric.type() + "\"");
        };
    }

    private Outcome resource(String field, String failure, @Nullable ResourceSource given) {
        ResourceSource source = Objects.requireNonNull(given, field);
        String container = source.container();
        PodFigures figures =
                PodFigures.of(
                        scene.pods(),
                        metrics.usage(namespace, source.name(), container),
                        source.name().equals(CPU),
                        scene.now());
        if (figures.measured().isEmpty()) {
            return new Outcome.Unknown(
                    failure, "no metrics of " + source.name() + " are known yet");
        }
        Target target = source.target();
        ObjectNode current = Json.object().put("averageValue", amount(figures.average()));
        Integer percent = target.averageUtilization();
        double wanted;
        double request;
        if (percent != null) {
            Double requested = PodFigures.request(scene.pods(), source.name(), container);
            if (requested == null) {
                return new Outcome.Unknown(
                        failure,
                        "a container has no request of "
                                + source.name()
                                + ", so utilization cannot be computed");
            }
            request = requested;
            wanted = requested * percent / PERCENT;
            current.put("averageUtilization", (int) (figures.average() / requested * PERCENT));
        } else {
            wanted = value(target.averageValue());
            request = wanted;
        }
        int replicas =
                ReplicaProposal.byPods(
                        scene.current(), figures, wanted, request, scene.tolerance());
        ObjectNode status = Json.object().put("name", source.name());
        if (container != null) {
            status.put("container", container);
        }
        status.set("current", current);
        return proposed(replicas, field, status, source.name());
    }

    private Outcome pods(MetricSource source) {
        String name = source.metric().name();
        PodFigures figures =
                PodFigures.of(
                        scene.pods(),
                        metrics.podMetric(namespace, name, selector(source)),
                        false,
                        scene.now());
        if (figures.measured().isEmpty()) {
            return unknown("FailedGetPodsMetric", name);
        }
        double target = value(source.target().averageValue());
        int replicas =
                ReplicaProposal.byPods(scene.current(), figures, target, target, scene.tolerance());
        ObjectNode current = Json.object().put("averageValue", amount(figures.average()));
        return proposed(replicas, "pods", status(source, current), name);
    }

    private Outcome object(MetricSource source) {
        TargetReference object = Objects.requireNonNull(source.describedObject(), "object");
        String name = source.metric().name();
        OptionalDouble value =
                metrics.objectMetric(
                        object.kind(),
                        new ObjectKey(namespace, object.name()),
                        name,
                        selector(source));
        if (value.isEmpty()) {
            return unknown("FailedGetObjectMetric", name);
        }
        return outside("object", source, value.getAsDouble());
    }

    private Outcome external(MetricSource source) {
        String name = source.metric().name();
        OptionalDouble value = metrics.externalMetric(namespace, name, selector(source));
        if (value.isEmpty()) {
            return unknown("FailedGetExternalMetric", name);
        }
        return outside("external", source, value.getAsDouble());
    }

    private Outcome outside(String field, MetricSource source, double measured) {
        Target target = source.target();
        ObjectNode current = Json.object();
        int replicas;
        if (target.averageValue() != null) {
            double each = value(target.averageValue());
            replicas = ReplicaProposal.byShare(scene.current(), measured, each, scene.tolerance());
            current.put("averageValue", amount(measured / Math.max(1, scene.current())));
        } else {
            replicas =
                    ReplicaProposal.byValue(
                            scene.current(),
                            scene.readyPods(),
                            measured,
                            value(target.value()),
                            scene.tolerance());
            current.put("value", amount(measured));
        }
        return proposed(replicas, field, status(source, current), source.metric().name());
    }

    private static Outcome proposed(int replicas, String field, ObjectNode status, String figure) {
        ObjectNode entry = Json.object();
        entry.put("type", Character.toUpperCase(field.charAt(0)) + field.substring(1));
        entry.set(field, status);
        return new Outcome.Proposed(replicas, entry, figure);
    }

    private static ObjectNode status(MetricSource source, ObjectNode current) {
        ObjectNode status = Json.object();
        status.set("metric", Json.tree(source.metric()));
        if (source.describedObject() != null) {
            status.set("describedObject", Json.tree(source.describedObject()));
        }
        status.set("current", current);
        return status;
    }

    private static Outcome unknown(String reason, String metric) {
        return new Outcome.Unknown(reason, "no series of " + metric + " is known");
    }

    private static LabelSelector selector(MetricSource source) {
        LabelSelector selector = source.metric().selector();
        return selector == null ? EVERYTHING : selector;
    }

    private static double value(@Nullable Quantity quantity) {
        return quantity == null ? 0 : quantity.amount().doubleValue();
    }

    /// In thousandths, as the API writes measured amounts.
    private static String amount(double value) {
        BigDecimal thousandths = BigDecimal.valueOf(Math.round(value * 1000)).scaleByPowerOfTen(-3);
        return Quantity.parse(thousandths.toPlainString()).toString();
    }
}
