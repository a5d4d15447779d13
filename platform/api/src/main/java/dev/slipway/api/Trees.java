package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reading and changing objects as JSON trees.
final class Trees {
    private Trees() {}

    /// The child object, made if absent. Throws [ApiException] if it is something else.
    static ObjectNode object(ObjectNode parent, String name) {
        JsonNode child = parent.get(name);
        if (child == null || child.isNull()) {
            return parent.putObject(name);
        }
        if (child instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest(name + ": " + child.getNodeType() + " (expected: an object)");
    }

    static @Nullable ObjectNode findObject(JsonNode parent, String name) {
        return parent.get(name) instanceof ObjectNode object ? object : null;
    }

    static @Nullable ArrayNode findArray(JsonNode parent, String name) {
        return parent.get(name) instanceof ArrayNode array ? array : null;
    }

    static String text(@Nullable JsonNode parent, String name) {
        JsonNode child = parent == null ? null : parent.get(name);
        return child == null ? "" : child.asText("");
    }

    static boolean has(JsonNode parent, String name) {
        JsonNode child = parent.get(name);
        return child != null && !child.isNull();
    }

    /// Sets a text that was left out or is empty.
    static void defaultText(ObjectNode parent, String name, String value) {
        if (text(parent, name).isEmpty()) {
            parent.put(name, value);
        }
    }

    static void defaultNumber(ObjectNode parent, String name, long value) {
        if (!has(parent, name)) {
            parent.put(name, (int) value);
        }
    }

    /// Sets a number or percentage that was left out.
    static void defaultShare(ObjectNode parent, String name, String value) {
        if (!has(parent, name)) {
            parent.put(name, value);
        }
    }

    static void defaultFlag(ObjectNode parent, String name, boolean value) {
        if (!has(parent, name)) {
            parent.put(name, value);
        }
    }

    /// Puts `value` under `name`, or removes it if null.
    static void setOrRemove(ObjectNode parent, String name, @Nullable JsonNode value) {
        if (value == null) {
            parent.remove(name);
        } else {
            parent.set(name, value);
        }
    }

    static boolean isEmptyArray(ObjectNode parent, String name) {
        ArrayNode array = findArray(parent, name);
        return array == null || array.isEmpty();
    }

    /// The same object with its type first and its metadata next, as it is stored.
    static ObjectNode ordered(ObjectNode object) {
        ObjectNode result = Json.object();
        for (String first : new String[] {"apiVersion", "kind", "metadata"}) {
            JsonNode value = object.get(first);
            if (value != null) {
                result.set(first, value);
            }
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!result.has(field.getKey())) {
                result.set(field.getKey(), field.getValue());
            }
        }
        return result;
    }

    /// Equal as JSON: the order of fields and the kind of number do not matter.
    static boolean same(@Nullable JsonNode left, @Nullable JsonNode right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        if (left instanceof ObjectNode leftObject && right instanceof ObjectNode rightObject) {
            return sameFields(leftObject, rightObject);
        }
        if (left.isArray() && right.isArray()) {
            return sameElements(left, right);
        }
        if (left.isNumber() && right.isNumber() && !left.equals(right)) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        return left.equals(right);
    }

    private static boolean sameFields(ObjectNode left, ObjectNode right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : left.properties()) {
            if (!same(field.getValue(), right.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameElements(JsonNode left, JsonNode right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<JsonNode> others = right.iterator();
        for (JsonNode element : left) {
            if (!same(element, others.next())) {
                return false;
            }
        }
        return true;
    }
}
