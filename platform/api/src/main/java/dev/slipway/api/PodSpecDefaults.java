package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What is meant where a pod's specification says nothing.
final class PodSpecDefaults {
    private static final int FILE_MODE = 0644;
    private static final int GRACE_PERIOD_SECONDS = 30;
    private static final int TOKEN_SECONDS = 3600;

    private PodSpecDefaults() {}

    /// In `spec.template` of a workload.
    static void applyToTemplate(ObjectNode workload) {
        ObjectNode spec = Trees.findObject(workload, "spec");
        ObjectNode template = spec == null ? null : Trees.findObject(spec, "template");
        ObjectNode podSpec = template == null ? null : Trees.findObject(template, "spec");
        if (podSpec != null) {
            apply(podSpec);
        }
    }

    static void apply(ObjectNode spec) {
        boolean hostNetwork = spec.path("hostNetwork").asBoolean(false);
        for (String list : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
            for (JsonNode container : spec.path(list)) {
                if (container instanceof ObjectNode object) {
                    ContainerDefaults.apply(object, hostNetwork);
                }
            }
        }
        Trees.defaultText(spec, "restartPolicy", "Always");
        Trees.defaultNumber(spec, "terminationGracePeriodSeconds", GRACE_PERIOD_SECONDS);
        Trees.defaultText(spec, "dnsPolicy", "ClusterFirst");
        if (!Trees.has(spec, "securityContext")) {
            spec.putObject("securityContext");
        }
        Trees.defaultText(spec, "schedulerName", "default-scheduler");
        for (JsonNode volume : spec.path("volumes")) {
            if (volume instanceof ObjectNode object) {
                applyToVolume(object);
            }
        }
    }

    private static void applyToVolume(ObjectNode volume) {
        if (volume.size() == 1 && volume.has("name")) {
            volume.putObject("emptyDir");
        }
        for (String source : new String[] {"secret", "configMap", "downwardAPI", "projected"}) {
            ObjectNode object = Trees.findObject(volume, source);
            if (object != null) {
                Trees.defaultNumber(object, "defaultMode", FILE_MODE);
                defaultFieldVersions(object.path("items"));
                applyToSources(object.path("sources"));
            }
        }
        ObjectNode hostPath = Trees.findObject(volume, "hostPath");
        if (hostPath != null && !hostPath.has("type")) {
            hostPath.put("type", "");
        }
    }

    private static void applyToSources(JsonNode sources) {
        for (JsonNode source : sources) {
            ObjectNode token = Trees.findObject(source, "serviceAccountToken");
            if (token != null) {
                Trees.defaultNumber(token, "expirationSeconds", TOKEN_SECONDS);
            }
            defaultFieldVersions(source.path("downwardAPI").path("items"));
        }
    }

    private static void defaultFieldVersions(JsonNode items) {
        if (items instanceof ArrayNode array) {
            for (JsonNode item : array) {
                ObjectNode reference = Trees.findObject(item, "fieldRef");
                if (reference != null) {
                    Trees.defaultText(reference, "apiVersion", "v1");
                }
            }
        }
    }
}
