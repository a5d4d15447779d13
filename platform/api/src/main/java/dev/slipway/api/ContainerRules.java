package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Names;
import dev.slipway.model.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks of one container. Used once.
final class ContainerRules {
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> HANDLERS =
            List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final int PORT_MAX = 65535;

    private final String path;
    private final JsonNode container;
    private final Set<String> volumes;
    private final Problems problems;

    ContainerRules(String path, JsonNode container, Set<String> volumes, Problems problems) {
        this.path = path;
        this.container = container;
        this.volumes = volumes;
        this.problems = problems;
    }

    void validate() {
        String name = Trees.text(container, "name");
        if (name.isEmpty()) {
            problems.required(path + ".name", "");
        } else {
            problems.invalidAll(path + ".name", name, Names.labelFaults(name));
        }
        String image = Trees.text(container, "image");
        if (image.isEmpty()) {
            problems.required(path + ".image", "");
        } else if (!image.strip().equals(image)) {
            problems.invalid(
                    path + ".image", image, "must not have leading or trailing whitespace");
        }
        String policy = Trees.text(container, "imagePullPolicy");
        if (!PULL_POLICIES.contains(policy)) {
            problems.notSupported(path + ".imagePullPolicy", policy, PULL_POLICIES);
        }
        validatePorts();
        validateVariables();
        validateResources();
        validateMounts();
        for (String probe : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
            if (container.has(probe)) {
                validateProbe(path + "." + probe, container.get(probe));
            }
        }
    }

    private void validatePorts() {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode port : container.path("ports")) {
            String place = path + ".ports[" + index + "]";
            String name = Trees.text(port, "name");
            if (!name.isEmpty()) {
                problems.invalidAll(place + ".name", name, Names.portNameFaults(name));
                if (!names.add(name)) {
                    problems.duplicate(place + ".name", name);
                }
            }
            if (port.path("containerPort").asInt(0) == 0) {
                problems.required(place + ".containerPort", "");
            } else {
                validatePort(place + ".containerPort", port.get("containerPort"));
            }
            if (port.path("hostPort").asInt(0) != 0) {
                validatePort(place + ".hostPort", port.get("hostPort"));
            }
            String protocol = Trees.text(port, "protocol");
            if (!PROTOCOLS.contains(protocol)) {
                problems.notSupported(place + ".protocol", protocol, PROTOCOLS);
            }
            index++;
        }
    }

    private void validatePort(String place, JsonNode port) {
        int number = port.asInt(0);
        if (number < 1 || number > PORT_MAX) {
            problems.invalid(place, port, "must be between 1 and 65535, inclusive");
        }
    }

    private void validateVariables() {
        int index = 0;
        for (JsonNode variable : container.path("env")) {
            String place = path + ".env[" + index + "]";
            String name = Trees.text(variable, "name");
            if (name.isEmpty()) {
                problems.required(place + ".name", "");
            } else {
                problems.invalidAll(place + ".name", name, Names.environmentNameFaults(name));
            }
            JsonNode source = variable.path("valueFrom");
            if (source.isObject()) {
                validateSource(place + ".valueFrom", source, variable);
            }
            index++;
        }
    }

    private void validateSource(String place, JsonNode source, JsonNode variable) {
        if (!Trees.text(variable, "value").isEmpty()) {
            problems.invalid(place, "", "may not be specified when `value` is not empty");
        }
        if (source.size() != 1) {
            problems.invalid(
                    place,
                    "",
                    source.isEmpty()
                            ? "must specify one of: `fieldRef`, `resourceFieldRef`,"
                                    + " `configMapKeyRef` or `secretKeyRef`"
                            : "may not have more than one field specified at a time");
        }
        for (String reference : new String[] {"configMapKeyRef", "secretKeyRef"}) {
            if (source.has(reference) && Trees.text(source.get(reference), "key").isEmpty()) {
                problems.required(place + "." + reference + ".key", "");
            }
        }
        if (source.has("fieldRef") && Trees.text(source.get("fieldRef"), "fieldPath").isEmpty()) {
            problems.required(place + ".fieldRef.fieldPath", "");
        }
    }

    private void validateResources() {
        JsonNode resources = container.path("resources");
        for (String part : new String[] {"limits", "requests"}) {
            for (Map.Entry<String, JsonNode> entry : resources.path(part).properties()) {
                String place = path + ".resources." + part + "[" + entry.getKey() + "]";
                validateQuantity(place, entry.getValue().asText(""));
            }
        }
        for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
            String limit = resources.path("limits").path(request.getKey()).asText("");
            String wanted = request.getValue().asText("");
            if (Quantity.isQuantity(limit)
                    && Quantity.isQuantity(wanted)
                    && Quantity.parse(wanted).compareTo(Quantity.parse(limit)) > 0) {
                problems.invalid(
                        path + ".resources.requests",
                        wanted,
                        "must be less than or equal to " + request.getKey() + " limit of " + limit);
            }
        }
    }

    private void validateQuantity(String place, String quantity) {
        if (!Quantity.isQuantity(quantity)) {
            problems.invalid(
                    place,
                    quantity,
                    "quantities must match the regular expression"
                            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        } else if (quantity.startsWith("-")) {
            problems.invalid(place, quantity, "must be greater than or equal to 0");
        }
    }

    private void validateMounts() {
        Set<String> paths = new HashSet<>();
        int index = 0;
        for (JsonNode mount : container.path("volumeMounts")) {
            String place = path + ".volumeMounts[" + index + "]";
            String name = Trees.text(mount, "name");
            if (name.isEmpty()) {
                problems.required(place + ".name", "");
            } else if (!volumes.contains(name)) {
                problems.notFound(place + ".name", name);
            }
            String mountPath = Trees.text(mount, "mountPath");
            if (mountPath.isEmpty()) {
                problems.required(place + ".mountPath", "");
            } else if (!paths.add(mountPath)) {
                problems.invalid(place + ".mountPath", mountPath, "must be unique");
            }
            String subPath = Trees.text(mount, "subPath");
            if (subPath.startsWith("/")) {
                problems.invalid(place + ".subPath", subPath, "must be a relative path");
            } else if (List.of(subPath.split("/")).contains("..")) {
                problems.invalid(place + ".subPath", subPath, "must not contain '..'");
            }
            index++;
        }
    }

    private void validateProbe(String place, JsonNode probe) {
        int handlers = 0;
        for (String handler : HANDLERS) {
            if (probe.path(handler).isObject()) {
                handlers++;
                if (handlers > 1) {
                    problems.forbidden(
                            place + "." + handler, "may not specify more than 1 handler type");
                }
            }
        }
        if (handlers == 0) {
            problems.required(place, "must specify a handler type");
        }
        for (String kind : new String[] {"httpGet", "tcpSocket"}) {
            if (probe.path(kind).isObject()) {
                validateTargetPort(place + "." + kind + ".port", probe.get(kind).path("port"));
            }
        }
        for (String field :
                new String[] {
                    "initialDelaySeconds",
                    "timeoutSeconds",
                    "periodSeconds",
                    "successThreshold",
                    "failureThreshold"
                }) {
            if (probe.path(field).asInt(0) < 0) {
                problems.invalid(
                        place + "." + field,
                        probe.get(field),
                        "must be greater than or equal to 0");
            }
        }
        if (!place.endsWith(".readinessProbe") && probe.path("successThreshold").asInt(1) != 1) {
            problems.invalid(
                    place + ".successThreshold", probe.get("successThreshold"), "must be 1");
        }
    }

    private void validateTargetPort(String place, JsonNode port) {
        if (port.isTextual()) {
            problems.invalidAll(place, port.textValue(), Names.portNameFaults(port.textValue()));
        } else if (port.isMissingNode() || port.isNull()) {
            problems.required(place, "");
        } else {
            validatePort(place, port);
        }
    }
}
