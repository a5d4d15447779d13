package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// AnalysisRuns: what can be measured. What arguments stand for is looked at when they are known.
final class AnalysisRunRules implements KindRules {
    @Override
    public void validate(ObjectNode run, Problems problems) {
        ObjectNode spec = Trees.object(run, "spec");
        if (Trees.isEmptyArray(spec, "metrics")) {
            problems.required("spec.metrics", "no metrics specified");
        }
        AnalysisRules.validate(spec, problems);
    }
}
