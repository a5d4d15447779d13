package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.StringJoiner;

/// The table of HorizontalPodAutoscalers: what is measured beside what is wanted.
final class AutoscalerColumns {
    private static final String UNKNOWN = "<unknown>";
    private static final int TARGETS_SHOWN = 2;

    private AutoscalerColumns() {}

    static List<Column> all() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Reference",
                        "What is scaled.",
                        (object, now) ->
                                object.at("/spec/scaleTargetRef/kind").asText()
                                        + "/"
                                        + object.at("/spec/scaleTargetRef/name").asText()),
                Columns.text(
                        "Targets", "Measured beside wanted.", (object, now) -> targets(object)),
                Columns.text(
                        "MinPods",
                        "Never fewer pods than this.",
                        (object, now) -> object.at("/spec/minReplicas").asText("<unset>")),
                Columns.number(
                        "MaxPods",
                        "Never more pods than this.",
                        Columns.numberAt("/spec/maxReplicas")),
                Columns.number(
                        "Replicas", "Pods there are.", Columns.numberAt("/status/currentReplicas")),
                Columns.AGE);
    }

    private static String targets(ObjectNode autoscaler) {
        JsonNode metrics = autoscaler.at("/spec/metrics");
        JsonNode current = autoscaler.at("/status/currentMetrics");
        StringJoiner texts = new StringJoiner(", ");
        for (int i = 0; i < Math.min(metrics.size(), TARGETS_SHOWN); i++) {
            texts.add(target(metrics.get(i), current.path(i)));
        }
        int more = metrics.size() - TARGETS_SHOWN;
        return Columns.orNone(texts.toString()) + (more > 0 ? " + " + more + " more..." : "");
    }

    private static String target(JsonNode metric, JsonNode current) {
        String type = Trees.text(metric, "type");
        String field =
                type.isEmpty() ? "" : Character.toLowerCase(type.charAt(0)) + type.substring(1);
        JsonNode wanted = metric.path(field).path("target");
        JsonNode measured = current.path(field).path("current");
        String prefix =
                type.endsWith("esource") ? metric.path(field).path("name").asText() + ": " : "";
        if (wanted.has("averageUtilization")) {
            JsonNode percent = measured.path("averageUtilization");
            return prefix
                    + (percent.isMissingNode() ? UNKNOWN : percent.asText() + "%")
                    + "/"
                    + wanted.path("averageUtilization").asText()
                    + "%";
        }
        boolean average = wanted.has("averageValue");
        String name = average ? "averageValue" : "value";
        return prefix
                + measured.path(name).asText(UNKNOWN)
                + "/"
                + wanted.path(name).asText(UNKNOWN)
                + (average ? " (avg)" : "");
    }
}
