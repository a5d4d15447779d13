package dev.slipway.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request to be made.
record Message(String method, String url, Map<String, String> headers, String body, Reply reply) {
    Message {
        headers = Map.copyOf(headers);
    }

    /// How to tell that the other side took it.
    enum Reply {
        /// By the status of the answer.
        STATUS,
        /// By the field `ok` of the answer as well, as Slack's API has it.
        SLACK_API
    }

    /// A tree as templates read it: maps, lists, texts, numbers.
    static Map<String, Object> plain(JsonNode tree) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (var field : tree.properties()) {
            Object value = value(field.getValue());
            if (value != null) {
                map.put(field.getKey(), value);
            }
        }
        return map;
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node instanceof ObjectNode object) {
            return plain(object);
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            for (JsonNode element : node) {
                Object each = value(element);
                if (each != null) {
                    list.add(each);
                }
            }
            return list;
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : node.asText();
    }
}
