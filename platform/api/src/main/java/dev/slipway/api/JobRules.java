package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// Jobs. Each gets a selector by its own uid, so that no two share pods.
final class JobRules implements KindRules {
    private static final int RETRIES = 6;
    private static final List<String> MODES = List.of("NonIndexed", "Indexed");
    private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
    private static final String JOB_NAME = "batch.kubernetes.io/job-name";

    @Override
    public void applyDefaults(ObjectNode job) {
        ObjectNode spec = Trees.object(job, "spec");
        if (!Trees.has(spec, "completions") && !Trees.has(spec, "parallelism")) {
            spec.put("completions", 1);
        }
        Trees.defaultNumber(spec, "parallelism", 1);
        Trees.defaultNumber(
                spec,
                "backoffLimit",
                Trees.has(spec, "backoffLimitPerIndex") ? Integer.MAX_VALUE : RETRIES);
        Trees.defaultText(spec, "completionMode", "NonIndexed");
        Trees.defaultFlag(spec, "suspend", false);
        if (!Trees.has(spec, "podFailurePolicy")) {
            Trees.defaultText(spec, "podReplacementPolicy", "TerminatingOrFailed");
        }
        ObjectNode metadata = Metadata.of(job);
        JsonNode templateLabels = spec.at("/template/metadata/labels");
        if (metadata.path("labels").isEmpty() && !templateLabels.isEmpty()) {
            metadata.set("labels", templateLabels.deepCopy());
        }
        PodSpecDefaults.applyToTemplate(job);
    }

    @Override
    public void prepareCreate(ObjectNode job) {
        ObjectNode spec = Trees.object(job, "spec");
        ObjectNode template = Trees.findObject(spec, "template");
        if (spec.path("manualSelector").asBoolean(false) || template == null) {
            return;
        }
        String uid = Trees.text(Metadata.of(job), "uid");
        String name = Trees.text(Metadata.of(job), "name");
        ObjectNode labels = Trees.object(Trees.object(template, "metadata"), "labels");
        labels.put(CONTROLLER_UID, uid);
        labels.put("controller-uid", uid);
        labels.put(JOB_NAME, name);
        labels.put("job-name", name);
        Trees.object(Trees.object(spec, "selector"), "matchLabels").put(CONTROLLER_UID, uid);
    }

    @Override
    public void validate(ObjectNode job, Problems problems) {
        ObjectNode spec = Trees.object(job, "spec");
        for (String field :
                new String[] {
                    "parallelism",
                    "completions",
                    "backoffLimit",
                    "activeDeadlineSeconds",
                    "ttlSecondsAfterFinished"
                }) {
            WorkloadRules.notNegative("spec", spec, field, problems);
        }
        String mode = Trees.text(spec, "completionMode");
        if (!MODES.contains(mode)) {
            problems.notSupported("spec.completionMode", mode, MODES);
        } else if (mode.equals("Indexed") && !Trees.has(spec, "completions")) {
            problems.required("spec.completions", "when completion mode is Indexed");
        }
        String policy = spec.at("/template/spec/restartPolicy").asText("");
        PodSpecRules.validateTemplate(spec, List.of("Always", "OnFailure", "Never"), problems);
        if (policy.equals("Always")) {
            problems.required(
                    "spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        }
        WorkloadRules.selectorMatchesTemplate(spec, problems);
    }

    @Override
    public void validateUpdate(ObjectNode job, ObjectNode before, Problems problems) {
        for (Map.Entry<String, JsonNode> field : Trees.object(before, "spec").properties()) {
            String name = field.getKey();
            boolean fixed =
                    name.equals("selector")
                            || name.equals("completionMode")
                            || name.equals("template");
            boolean indexed = before.at("/spec/completionMode").asText("").equals("Indexed");
            fixed |= name.equals("completions") && !indexed;
            JsonNode value = Trees.object(job, "spec").get(name);
            if (fixed && !Trees.same(value, field.getValue()) && !mayChange(name, before)) {
                problems.immutable("spec." + name, value == null ? "null" : value);
            }
        }
    }

    /// A job that has not started may still have its template changed.
    private static boolean mayChange(String field, ObjectNode before) {
        return field.equals("template")
                && before.at("/spec/suspend").asBoolean(false)
                && before.at("/status/startTime").isMissingNode();
    }
}
