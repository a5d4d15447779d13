package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// AnalysisTemplates of both scopes: metrics that can be measured, or templates that have some.
final class AnalysisTemplateRules implements KindRules {
    @Override
    public void validate(ObjectNode template, Problems problems) {
        ObjectNode spec = Trees.object(template, "spec");
        if (Trees.isEmptyArray(spec, "metrics") && Trees.isEmptyArray(spec, "templates")) {
            problems.required("spec.metrics", "no metrics specified");
        }
        AnalysisRules.validate(spec, problems);
        int index = 0;
        for (var reference : spec.path("templates")) {
            if (Trees.text(reference, "templateName").isEmpty()) {
                problems.required("spec.templates[" + index + "].templateName", "");
            }
            index++;
        }
    }
}
