package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// HorizontalPodAutoscalers: defaults as in Kubernetes (one replica at least, 80 % of the requested
/// CPU where nothing is said), and bounds that fit together.
final class AutoscalerRules implements KindRules {
    private static final int USUAL_CPU_PERCENT = 80;

    @Override
    public void applyDefaults(ObjectNode autoscaler) {
        ObjectNode spec = Trees.object(autoscaler, "spec");
        if (!spec.has("minReplicas")) {
            spec.put("minReplicas", 1);
        }
        if (spec.path("metrics").isEmpty()) {
            ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
            metric.putObject("resource")
                    .put("name", "cpu")
                    .putObject("target")
                    .put("type", "Utilization")
                    .put("averageUtilization", USUAL_CPU_PERCENT);
        }
    }

    @Override
    public void validate(ObjectNode autoscaler, Problems problems) {
        JsonNode spec = autoscaler.path("spec");
        int min = spec.path("minReplicas").asInt(1);
        int max = spec.path("maxReplicas").asInt(0);
        if (max < 1) {
            problems.invalid("spec.maxReplicas", max, "must be greater than 0");
        }
        if (min < 0 || (min == 0 && !hasOutsideMetric(spec))) {
            problems.invalid(
                    "spec.minReplicas",
                    min,
                    "must be greater than or equal to 1, or 0 with an Object or External metric");
        }
        if (max >= 1 && max < min) {
            problems.invalid(
                    "spec.maxReplicas", max, "must be greater than or equal to `minReplicas`");
        }
        JsonNode target = spec.path("scaleTargetRef");
        for (String field : new String[] {"kind", "name"}) {
            if (Trees.text(target, field).isEmpty()) {
                problems.required("spec.scaleTargetRef." + field, "");
            }
        }
        validateMetrics(spec.path("metrics"), problems);
    }

    private static boolean hasOutsideMetric(JsonNode spec) {
        for (JsonNode metric : spec.path("metrics")) {
            String type = Trees.text(metric, "type");
            if (type.equals("Object") || type.equals("External")) {
                return true;
            }
        }
        return false;
    }

    private static void validateMetrics(JsonNode metrics, Problems problems) {
        int index = 0;
        for (JsonNode metric : metrics) {
            String place = "spec.metrics[" + index + "]";
            String field =
                    switch (Trees.text(metric, "type")) {
                        case "Resource" -> "resource";
                        case "ContainerResource" -> "containerResource";
                        case "Pods" -> "pods";
                        case "Object" -> "object";
                        case "External" -> "external";
                        default -> "";
                    };
            if (field.isEmpty()) {
                problems.invalid(
                        place + ".type",
                        Trees.text(metric, "type"),
                        "must be one of: ContainerResource, External, Object, Pods, Resource");
            } else if (!metric.path(field).isObject()) {
                problems.required(place + "." + field, "must populate information for its type");
            } else if (!metric.path(field).path("target").isObject()) {
                problems.required(place + "." + field + ".target", "");
            }
            index++;
        }
    }
}
