package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What is meant where a container says nothing.
final class ContainerDefaults {
    private static final int PROBE_PERIOD_SECONDS = 10;
    private static final int PROBE_FAILURES = 3;

    private ContainerDefaults() {}

    static void apply(ObjectNode container, boolean hostNetwork) {
        if (Trees.text(container, "imagePullPolicy").isEmpty()) {
            container.put("imagePullPolicy", pullPolicy(Trees.text(container, "image")));
        }
        Trees.defaultText(container, "terminationMessagePath", "/dev/termination-log");
        Trees.defaultText(container, "terminationMessagePolicy", "File");
        if (!Trees.has(container, "resources")) {
            container.putObject("resources");
        }
        for (JsonNode port : container.path("ports")) {
            if (port instanceof ObjectNode object) {
                Trees.defaultText(object, "protocol", "TCP");
                if (hostNetwork && Trees.has(object, "containerPort")) {
                    Trees.defaultNumber(object, "hostPort", object.get("containerPort").asInt());
                }
            }
        }
        for (JsonNode variable : container.path("env")) {
            ObjectNode source = Trees.findObject(variable, "valueFrom");
            ObjectNode reference = source == null ? null : Trees.findObject(source, "fieldRef");
            if (reference != null) {
                Trees.defaultText(reference, "apiVersion", "v1");
            }
        }
        for (String name : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
            ObjectNode probe = Trees.findObject(container, name);
            if (probe != null) {
                applyToProbe(probe);
            }
        }
        ObjectNode lifecycle = Trees.findObject(container, "lifecycle");
        if (lifecycle != null) {
            applyToHandler(lifecycle.path("postStart"));
            applyToHandler(lifecycle.path("preStop"));
        }
    }

    /// Images that may change under their name are pulled anew.
    private static String pullPolicy(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        if (last.contains("@")) {
            return "IfNotPresent";
        }
        int colon = last.indexOf(':');
        String tag = colon < 0 ? "latest" : last.substring(colon + 1);
        return tag.equals("latest") ? "Always" : "IfNotPresent";
    }

    private static void applyToProbe(ObjectNode probe) {
        Trees.defaultNumber(probe, "timeoutSeconds", 1);
        Trees.defaultNumber(probe, "periodSeconds", PROBE_PERIOD_SECONDS);
        Trees.defaultNumber(probe, "successThreshold", 1);
        Trees.defaultNumber(probe, "failureThreshold", PROBE_FAILURES);
        applyToHandler(probe);
        ObjectNode grpc = Trees.findObject(probe, "grpc");
        if (grpc != null && !grpc.has("service")) {
            grpc.put("service", "");
        }
    }

    private static void applyToHandler(JsonNode handler) {
        ObjectNode http = Trees.findObject(handler, "httpGet");
        if (http != null) {
            Trees.defaultText(http, "path", "/");
            Trees.defaultText(http, "scheme", "HTTP");
        }
    }
}
