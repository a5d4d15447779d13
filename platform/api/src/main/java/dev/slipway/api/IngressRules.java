package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.List;

/// Ingresses.
final class IngressRules implements KindRules {
    private static final List<String> PATH_TYPES =
            List.of("Exact", "ImplementationSpecific", "Prefix");

    @Override
    public void prepareCreate(ObjectNode ingress) {
        Trees.object(Trees.object(ingress, "status"), "loadBalancer");
    }

    @Override
    public void validate(ObjectNode ingress, Problems problems) {
        ObjectNode spec = Trees.object(ingress, "spec");
        boolean hasDefault = spec.path("defaultBackend").isObject();
        if (spec.path("rules").isEmpty() && !hasDefault) {
            problems.invalid("spec", "{}", "either `defaultBackend` or `rules` must be specified");
        }
        if (hasDefault) {
            validateBackend("spec.defaultBackend", spec.get("defaultBackend"), problems);
        }
        int index = 0;
        for (JsonNode rule : spec.path("rules")) {
            validateRule("spec.rules[" + index + "]", rule, problems);
            index++;
        }
    }

    private static void validateRule(String place, JsonNode rule, Problems problems) {
        String host = Trees.text(rule, "host");
        if (!host.isEmpty()) {
            String plain = host.startsWith("*.") ? host.substring(2) : host;
            problems.invalidAll(place + ".host", host, Names.subdomainFaults(plain));
        }
        JsonNode http = rule.path("http");
        if (http.isObject() && http.path("paths").isEmpty()) {
            problems.required(place + ".http.paths", "");
        }
        int index = 0;
        for (JsonNode path : http.path("paths")) {
            String pathPlace = place + ".http.paths[" + index + "]";
            String type = Trees.text(path, "pathType");
            if (type.isEmpty()) {
                problems.required(pathPlace + ".pathType", "pathType must be specified");
            } else if (!PATH_TYPES.contains(type)) {
                problems.notSupported(pathPlace + ".pathType", type, PATH_TYPES);
            }
            String value = Trees.text(path, "path");
            if (!value.startsWith("/") && !type.equals("ImplementationSpecific")) {
                problems.invalid(pathPlace + ".path", value, "must be an absolute path");
            }
            validateBackend(pathPlace + ".backend", path.path("backend"), problems);
            index++;
        }
    }

    private static void validateBackend(String place, JsonNode backend, Problems problems) {
        JsonNode service = backend.path("service");
        if (backend.path("resource").isObject()) {
            return;
        }
        if (Trees.text(service, "name").isEmpty()) {
            problems.required(place + ".service.name", "");
        }
        JsonNode port = service.path("port");
        if (port.path("number").asInt(0) == 0 && Trees.text(port, "name").isEmpty()) {
            problems.required(place + ".service.port", "port name or number is required");
        }
    }
}
