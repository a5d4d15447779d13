package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Fills in the values that a schema says are meant where nothing is said.
public final class SchemaDefaults {
    private SchemaDefaults() {}

    /// Changes `tree`. A default applies only where the object around it is there.
    public static void apply(ObjectNode tree, Schema schema) {
        fill(tree, schema);
    }

    private static void fill(JsonNode value, Schema schema) {
        switch (value) {
            case ObjectNode object -> {
                schema.properties()
                        .forEach((name, property) -> {
                            JsonNode meant = property.defaultValue();
                            if (meant != null && !object.hasNonNull(name)) {
                                object.set(name, meant.deepCopy());
                            }
                        });
                for (var field : object.properties()) {
                    Schema known = schema.field(field.getKey());
                    if (known != null) {
                        fill(field.getValue(), known);
                    }
                }
            }
            case ArrayNode list -> {
                Schema items = schema.items();
                if (items != null) {
                    list.forEach(element -> fill(element, items));
                }
            }
            default -> {}
        }
    }
}
