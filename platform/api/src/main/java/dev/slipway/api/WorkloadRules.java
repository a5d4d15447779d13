package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import java.util.List;

/// What Deployments, ReplicaSets and the like have in common.
final class WorkloadRules {
    private WorkloadRules() {}

    static void validate(ObjectNode spec, Problems problems) {
        notNegative("spec", spec, "replicas", problems);
        Labels.validateSelector("spec.selector", spec.get("selector"), problems);
        PodSpecRules.validateTemplate(spec, List.of("Always"), problems);
        selectorMatchesTemplate(spec, problems);
    }

    static void selectorMatchesTemplate(ObjectNode spec, Problems problems) {
        if (!problems.isEmpty() || !(spec.get("selector") instanceof ObjectNode selector)) {
            return;
        }
        JsonNode labels = spec.at("/template/metadata/labels");
        if (!Json.convert(selector, LabelSelector.class).matches(Labels.map(labels))) {
            problems.invalid(
                    "spec.template.metadata.labels",
                    labels.isMissingNode() ? "{}" : labels,
                    "`selector` does not match template `labels`");
        }
    }

    static void selectorIsImmutable(ObjectNode object, ObjectNode before, Problems problems) {
        JsonNode selector = object.at("/spec/selector");
        if (!Trees.same(selector, before.at("/spec/selector"))) {
            problems.immutable("spec.selector", selector);
        }
    }

    static void notNegative(String path, JsonNode parent, String field, Problems problems) {
        JsonNode value = parent.path(field);
        if (value.isNumber() && value.longValue() < 0) {
            problems.invalid(path + "." + field, value, "must be greater than or equal to 0");
        }
    }
}
