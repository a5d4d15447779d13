package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/// The form in which the API keeps an object: without nulls and without fields the kind does not
/// have, whole numbers without a point, quantities in their canonical form. Empty lists and maps
/// stay as they were written. For trees without problems of type.
public final class StoredForm {
    private StoredForm() {}

    /// A copy of `tree` in that form.
    public static ObjectNode of(ObjectNode tree, Schema schema) {
        return object(tree, schema);
    }

    private static JsonNode value(JsonNode value, @Nullable Schema schema) {
        return switch (value) {
            case ObjectNode object -> object(object, schema);
            case ArrayNode array -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode(array.size());
                Schema items = schema == null ? null : schema.items();
                array.forEach(element -> list.add(value(element, items)));
                yield list;
            }
            case JsonNode scalar -> schema == null ? scalar : scalar(scalar, schema);
        };
    }

    private static ObjectNode object(ObjectNode object, @Nullable Schema schema) {
        boolean keepsUnknown =
                schema == null || schema.type() != Schema.Type.OBJECT || schema.preservesUnknown();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
            Schema known = schema == null ? null : schema.field(field.getKey());
            boolean absent = field.getValue().isNull() && (known == null || !known.nullable());
            if (!absent && (known != null || keepsUnknown)) {
                result.set(field.getKey(), value(field.getValue(), known));
            }
        }
        return result;
    }

    private static JsonNode scalar(JsonNode value, Schema schema) {
        boolean whole =
                schema.type() == Schema.Type.INTEGER || schema.type() == Schema.Type.INT_OR_STRING;
        if (whole && value.isNumber() && value.canConvertToLong()) {
            return value.canConvertToInt()
                    ? IntNode.valueOf(value.intValue())
                    : LongNode.valueOf(value.longValue());
        }
        String format = schema.format();
        if ("quantity".equals(format) && Quantity.isQuantity(value.asText())) {
            return TextNode.valueOf(Quantity.parse(value.asText()).toString());
        }
        return value;
    }
}
