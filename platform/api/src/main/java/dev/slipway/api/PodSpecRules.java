package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks of a pod's specification, also within templates.
final class PodSpecRules {
    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");

    private PodSpecRules() {}

    /// `spec.template` of a workload; its labels must be chosen by the selector that is there.
    static void validateTemplate(
            ObjectNode workloadSpec, List<String> restartPolicies, Problems problems) {
        ObjectNode template = Trees.findObject(workloadSpec, "template");
        if (template == null) {
            problems.required("spec.template", "");
            return;
        }
        JsonNode metadata = template.path("metadata");
        Labels.validate("spec.template.metadata.labels", metadata.get("labels"), problems);
        Labels.validateAnnotations(
                "spec.template.metadata.annotations", metadata.get("annotations"), problems);
        ObjectNode podSpec = Trees.findObject(template, "spec");
        if (podSpec == null) {
            problems.required("spec.template.spec", "");
            return;
        }
        validate("spec.template.spec", podSpec, problems);
        String policy = Trees.text(podSpec, "restartPolicy");
        if (!restartPolicies.contains(policy) && RESTART_POLICIES.contains(policy)) {
            problems.notSupported("spec.template.spec.restartPolicy", policy, restartPolicies);
        }
    }

    static void validate(String path, ObjectNode spec, Problems problems) {
        Set<String> volumes = VolumeRules.validate(path + ".volumes", spec, problems);
        if (Trees.isEmptyArray(spec, "containers")) {
            problems.required(path + ".containers", "");
        }
        Set<String> names = new HashSet<>();
        for (String list : new String[] {"containers", "initContainers"}) {
            int index = 0;
            for (JsonNode container : spec.path(list)) {
                String place = path + "." + list + "[" + index + "]";
                String name = Trees.text(container, "name");
                if (!name.isEmpty() && !names.add(name)) {
                    problems.duplicate(place + ".name", name);
                }
                new ContainerRules(place, container, volumes, problems).validate();
                index++;
            }
        }
        validateChoice(path + ".restartPolicy", spec, RESTART_POLICIES, problems);
        validateChoice(path + ".dnsPolicy", spec, DNS_POLICIES, problems);
        if (spec.path("terminationGracePeriodSeconds").asLong(0) < 0) {
            problems.invalid(
                    path + ".terminationGracePeriodSeconds",
                    spec.get("terminationGracePeriodSeconds"),
                    "must be greater than or equal to 0");
        }
        if (Trees.has(spec, "activeDeadlineSeconds")
                && spec.get("activeDeadlineSeconds").asLong() < 1) {
            problems.invalid(
                    path + ".activeDeadlineSeconds",
                    spec.get("activeDeadlineSeconds"),
                    "must be greater than 0");
        }
        validateName(path + ".serviceAccountName", spec, "serviceAccountName", problems);
        validateName(path + ".nodeName", spec, "nodeName", problems);
        Labels.validate(path + ".nodeSelector", spec.get("nodeSelector"), problems);
    }

    private static void validateName(
            String path, ObjectNode spec, String field, Problems problems) {
        String name = Trees.text(spec, field);
        if (!name.isEmpty()) {
            problems.invalidAll(path, name, Names.subdomainFaults(name));
        }
    }

    private static void validateChoice(
            String path, ObjectNode spec, List<String> choices, Problems problems) {
        String chosen = Trees.text(spec, path.substring(path.lastIndexOf('.') + 1));
        if (!choices.contains(chosen)) {
            problems.notSupported(path, chosen, choices);
        }
    }
}
