package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import java.util.HashMap;
import java.util.Map;

/// Experiments: versions that can be told apart. Templates keep what was written; the pods made of
/// them are defaulted.
final class ExperimentRules implements KindRules {
    private static final int TEMPLATES_MAX = 50;

    @Override
    public void validate(ObjectNode experiment, Problems problems) {
        ObjectNode spec = Trees.object(experiment, "spec");
        JsonNode templates = spec.path("templates");
        if (templates.isEmpty()) {
            problems.required("spec.templates", "an experiment needs at least one template");
        } else if (templates.size() > TEMPLATES_MAX) {
            problems.invalid(
                    "spec.templates",
                    templates.size(),
                    "must have at most " + TEMPLATES_MAX + " items");
        }
        AnalysisRules.uniqueNames("spec.templates", templates, problems);
        AnalysisRules.uniqueNames("spec.analyses", spec.path("analyses"), problems);
        int index = 0;
        for (JsonNode template : templates) {
            validateTemplate("spec.templates[" + index + "]", template, problems);
            index++;
        }
        int analysis = 0;
        for (JsonNode each : spec.path("analyses")) {
            if (Trees.text(each, "templateName").isEmpty()) {
                problems.required("spec.analyses[" + analysis + "].templateName", "");
            }
            analysis++;
        }
    }

    private static void validateTemplate(String place, JsonNode template, Problems problems) {
        JsonNode selector = template.path("selector");
        if (!(selector instanceof ObjectNode) || selector.isEmpty()) {
            problems.required(place + ".selector", "");
            return;
        }
        Map<String, String> labels = new HashMap<>();
        JsonNode written = template.at("/template/metadata/labels");
        written.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
        if (!Json.convert(selector, LabelSelector.class).matches(labels)) {
            problems.invalid(
                    place + ".template.metadata.labels",
                    written.toString(),
                    "`selector` does not match template `labels`");
        }
    }
}
