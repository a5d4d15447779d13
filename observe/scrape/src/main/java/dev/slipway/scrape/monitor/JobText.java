package dev.slipway.scrape.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A job while it is written, in the words of a `prometheus.yml`. Not thread-safe.
final class JobText {
    private final ObjectNode job = Json.object();
    private final ArrayNode relabelings = Json.object().arrayNode();

    JobText(String name) {
        job.put("job_name", name);
    }

    ObjectNode finished() {
        if (!relabelings.isEmpty()) {
            job.set("relabel_configs", relabelings);
        }
        return job;
    }

    ObjectNode object() {
        return job;
    }

    /// Copies a value if there is one.
    JobText copy(JsonNode from, String field, String key) {
        JsonNode value = from.path(field);
        boolean said = !value.isMissingNode() && !value.isNull();
        if (said && !(value.isTextual() && value.textValue().isEmpty())) {
            job.set(key, value);
        }
        return this;
    }

    ArrayNode list(String key) {
        return job.withArrayProperty(key);
    }

    JobText set(String label, String value) {
        rule("replace").put("target_label", label).put("replacement", dollars(value));
        return this;
    }

    JobText copyLabel(String source, String label) {
        rule("replace", List.of(source)).put("target_label", label);
        return this;
    }

    /// Copies unless there is nothing to copy.
    JobText copyIfPresent(String source, String label) {
        rule("replace", List.of(source)).put("regex", "(.+)").put("target_label", label);
        return this;
    }

    JobText replace(List<String> sources, String regex, String replacement, String label) {
        rule("replace", sources)
                .put("regex", regex)
                .put("replacement", replacement)
                .put("target_label", label);
        return this;
    }

    JobText keep(List<String> sources, String regex) {
        rule("keep", sources).put("regex", regex);
        return this;
    }

    JobText drop(List<String> sources, String regex) {
        rule("drop", sources).put("regex", regex);
        return this;
    }

    /// Keeps the objects of a role, such as `service`, that a selector chooses.
    JobText select(String role, JsonNode selector) {
        String prefix = "__meta_kubernetes_" + role + "_label";
        Map<String, String> labels = new TreeMap<>();
        selector.path("matchLabels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        labels.forEach((name, value) -> keep(values(prefix, name), "(" + quoted(value) + ");true"));
        for (JsonNode each : selector.path("matchExpressions")) {
            String name = each.path("key").asText("");
            String present = prefix + "present_" + sanitized(name);
            switch (each.path("operator").asText("")) {
                case "In" -> keep(values(prefix, name), anyOf(each));
                case "NotIn" -> drop(values(prefix, name), anyOf(each));
                case "Exists" -> keep(List.of(present), "true");
                case "DoesNotExist" -> drop(List.of(present), "true");
                default ->
                        throw new MonitorException(
                                "selector: operator `%s` (expected: In, NotIn, Exists or"
                                                .formatted(each.path("operator").asText(""))
                                        + " DoesNotExist)");
            }
        }
        return this;
    }

    /// Adds rules as objects write them.
    JobText rules(JsonNode rules) {
        rules.forEach(each -> relabelings.add(rule(each)));
        return this;
    }

    static ArrayNode allRules(JsonNode rules) {
        ArrayNode all = Json.object().arrayNode();
        rules.forEach(each -> all.add(rule(each)));
        return all;
    }

    static String sanitized(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    static String quoted(String text) {
        return text.replaceAll("([.\\\\+*?()|\\[\\]{}^$])", "\\\\$1");
    }

    private static ObjectNode rule(JsonNode rule) {
        ObjectNode translated = Json.object();
        rule.properties()
                .forEach(each -> {
                    String key =
                            switch (each.getKey()) {
                                case "sourceLabels" -> "source_labels";
                                case "targetLabel" -> "target_label";
                                default -> each.getKey();
                            };
                    translated.set(key, each.getValue());
                });
        return translated;
    }

    private ObjectNode rule(String action) {
        return relabelings.addObject().put("action", action);
    }

    private ObjectNode rule(String action, List<String> sources) {
        ObjectNode rule = rule(action);
        ArrayNode list = rule.putArray("source_labels");
        sources.forEach(list::add);
        return rule;
    }

    private static List<String> values(String prefix, String name) {
        String sanitized = sanitized(name);
        return List.of(prefix + "_" + sanitized, prefix + "present_" + sanitized);
    }

    private static String anyOf(JsonNode expression) {
        StringBuilder regex = new StringBuilder();
        for (JsonNode value : expression.path("values")) {
            regex.append(regex.isEmpty() ? "(" : "|").append(quoted(value.asText()));
        }
        return regex.append(regex.isEmpty() ? "(" : "").append(");true").toString();
    }

    private static String dollars(String value) {
        return value.replace("$", "$$");
    }
}
