package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What metrics and arguments of an analysis have to be, in the words of Argo Rollouts.
final class AnalysisRules {
    private static final List<String> LIMITS =
            List.of(
                    "count",
                    "failureLimit",
                    "inconclusiveLimit",
                    "consecutiveErrorLimit",
                    "consecutiveSuccessLimit");
    private static final int METRICS_MAX = 100;

    private AnalysisRules() {}

    /// `spec` has `metrics` and `args`, both of which may be absent.
    static void validate(ObjectNode spec, Problems problems) {
        validateMetrics(spec.path("metrics"), problems);
        uniqueNames("spec.args", spec.path("args"), problems);
        int index = 0;
        for (JsonNode argument : spec.path("args")) {
            if (Trees.has(argument, "value") && Trees.has(argument, "valueFrom")) {
                problems.invalid(
                        "spec.args[" + index + "]",
                        Trees.text(argument, "name"),
                        "may have only one of: value, valueFrom");
            }
            index++;
        }
    }

    private static void validateMetrics(JsonNode metrics, Problems problems) {
        if (metrics.size() > METRICS_MAX) {
            problems.invalid(
                    "spec.metrics", metrics.size(), "must have at most " + METRICS_MAX + " items");
        }
        uniqueNames("spec.metrics", metrics, problems);
        int index = 0;
        for (JsonNode metric : metrics) {
            validateMetric("spec.metrics[" + index + "]", metric, problems);
            index++;
        }
    }

    private static void validateMetric(String place, JsonNode metric, Problems problems) {
        for (String limit : LIMITS) {
            JsonNode value = metric.path(limit);
            int least = limit.equals("failureLimit") ? -1 : 0;
            if (value.isIntegralNumber() && value.asLong() < least) {
                problems.invalid(place + "." + limit, value, limit + " must be >= " + least);
            }
        }
        long count = metric.path("count").asLong(0);
        if (count > 1 && Trees.text(metric, "interval").isEmpty()) {
            problems.invalid(place + ".interval", "", "interval must be specified when count > 1");
        }
        JsonNode failures = metric.path("failureLimit");
        if (count > 0 && failures.isIntegralNumber() && failures.asLong() > count) {
            problems.invalid(place + ".count", count, "count must be >= failureLimit");
        }
        int providers = metric.path("provider").size();
        if (providers == 0) {
            problems.required(place + ".provider", "no provider specified");
        } else if (providers > 1) {
            problems.invalid(
                    place + ".provider", metric.path("provider"), "multiple providers specified");
        }
    }

    /// Each element has a name, and no two have the same.
    static void uniqueNames(String place, JsonNode elements, Problems problems) {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode element : elements) {
            String at = place + "[" + index + "].name";
            String name = Trees.text(element, "name");
            if (name.isEmpty()) {
                problems.required(at, "");
            } else if (!names.add(name)) {
                problems.duplicate(at, name);
            }
            index++;
        }
    }
}
