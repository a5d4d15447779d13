package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HTTPRoutes: the defaults that the published schema of the Gateway API states.
final class HttpRouteRules implements KindRules {
    private static final String GROUP = "gateway.networking.k8s.io";
    private static final List<String> PATH_TYPES =
            List.of("Exact", "PathPrefix", "RegularExpression");
    private static final int WEIGHT_MAX = 1_000_000;

    @Override
    public void applyDefaults(ObjectNode route) {
        ObjectNode spec = Trees.object(route, "spec");
        for (JsonNode parent : spec.path("parentRefs")) {
            defaultReference(parent, GROUP, "Gateway");
        }
        if (Trees.isEmptyArray(spec, "rules")) {
            spec.putArray("rules").addObject();
        }
        for (JsonNode rule : spec.path("rules")) {
            if (rule instanceof ObjectNode object) {
                applyToRule(object);
            }
        }
    }

    private static void applyToRule(ObjectNode rule) {
        @Nullable ArrayNode matches = Trees.findArray(rule, "matches");
        if (matches == null || matches.isEmpty()) {
            rule.putArray("matches").addObject();
        }
        for (JsonNode match : rule.path("matches")) {
            if (match instanceof ObjectNode object) {
                ObjectNode path = Trees.object(object, "path");
                Trees.defaultText(path, "type", "PathPrefix");
                Trees.defaultText(path, "value", "/");
                for (String list : new String[] {"headers", "queryParams"}) {
                    for (JsonNode condition : object.path(list)) {
                        if (condition instanceof ObjectNode conditionObject) {
                            Trees.defaultText(conditionObject, "type", "Exact");
                        }
                    }
                }
            }
        }
        for (JsonNode backend : rule.path("backendRefs")) {
            defaultReference(backend, "", "Service");
            if (backend instanceof ObjectNode object) {
                Trees.defaultNumber(object, "weight", 1);
            }
        }
    }

    static void defaultReference(JsonNode reference, String group, String kind) {
        if (reference instanceof ObjectNode object) {
            if (!Trees.has(object, "group")) {
                object.put("group", group);
            }
            Trees.defaultText(object, "kind", kind);
        }
    }

    @Override
    public void validate(ObjectNode route, Problems problems) {
        ObjectNode spec = Trees.object(route, "spec");
        int index = 0;
        for (JsonNode parent : spec.path("parentRefs")) {
            requireName("spec.parentRefs[" + index + "]", parent, problems);
            index++;
        }
        index = 0;
        for (JsonNode hostname : spec.path("hostnames")) {
            String host = hostname.asText("");
            String plain = host.startsWith("*.") ? host.substring(2) : host;
            problems.invalidAll(
                    "spec.hostnames[" + index + "]", host, Names.subdomainFaults(plain));
            index++;
        }
        index = 0;
        for (JsonNode rule : spec.path("rules")) {
            validateRule("spec.rules[" + index + "]", rule, problems);
            index++;
        }
    }

    private static void validateRule(String place, JsonNode rule, Problems problems) {
        int index = 0;
        for (JsonNode match : rule.path("matches")) {
            String path = place + ".matches[" + index + "].path";
            String type = match.at("/path/type").asText("");
            if (!PATH_TYPES.contains(type)) {
                problems.notSupported(path + ".type", type, PATH_TYPES);
            }
            String value = match.at("/path/value").asText("");
            if (!type.equals("RegularExpression") && !value.startsWith("/")) {
                problems.invalid(path + ".value", value, "value must be an absolute path");
            }
            index++;
        }
        index = 0;
        for (JsonNode backend : rule.path("backendRefs")) {
            String path = place + ".backendRefs[" + index + "]";
            requireName(path, backend, problems);
            int weight = backend.path("weight").asInt(1);
            if (weight < 0 || weight > WEIGHT_MAX) {
                problems.invalid(
                        path + ".weight", weight, "must be between 0 and 1000000, inclusive");
            }
            if (backend.path("kind").asText("").equals("Service") && !Trees.has(backend, "port")) {
                problems.required(path + ".port", "Must have port for Service reference");
            }
            index++;
        }
    }

    private static void requireName(String place, JsonNode reference, Problems problems) {
        if (Trees.text(reference, "name").isEmpty()) {
            problems.required(place + ".name", "");
        }
    }
}
