package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.Map;

/// ConfigMaps.
final class ConfigMapRules implements KindRules {
    private static final int SIZE_MAX = 1024 * 1024;

    @Override
    public void validate(ObjectNode configMap, Problems problems) {
        long size = 0;
        JsonNode data = configMap.path("data");
        JsonNode binary = configMap.path("binaryData");
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            String field = "data[" + entry.getKey() + "]";
            problems.invalidAll(field, entry.getKey(), Names.configKeyFaults(entry.getKey()));
            if (binary.has(entry.getKey())) {
                problems.invalid(field, entry.getKey(), "duplicate of key present in binaryData");
            }
            size += entry.getValue().asText("").length();
        }
        for (Map.Entry<String, JsonNode> entry : binary.properties()) {
            String field = "binaryData[" + entry.getKey() + "]";
            problems.invalidAll(field, entry.getKey(), Names.configKeyFaults(entry.getKey()));
            size += entry.getValue().asText("").length() * 3L / 4;
        }
        if (size > SIZE_MAX) {
            problems.tooLong("", SIZE_MAX);
        }
    }

    @Override
    public void validateUpdate(ObjectNode configMap, ObjectNode before, Problems problems) {
        validateImmutable(configMap, before, problems);
    }

    /// Once `immutable`, always so, and with the same content.
    static void validateImmutable(ObjectNode object, ObjectNode before, Problems problems) {
        if (!before.path("immutable").asBoolean(false)) {
            return;
        }
        if (!object.path("immutable").asBoolean(false)) {
            problems.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (String field : new String[] {"data", "binaryData"}) {
            if (!Trees.same(object.get(field), before.get(field))) {
                problems.forbidden(field, "field is immutable when `immutable` is set");
            }
        }
    }
}
