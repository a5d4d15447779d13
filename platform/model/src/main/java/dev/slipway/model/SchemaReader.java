package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Reads schemas from their OpenAPI form. Those that are all alike, as most strings and numbers
/// are, are shared.
final class SchemaReader {
    private static final String REFERENCE_PREFIX = "#/components/schemas/";
    private static final String EXTENSION = "x-kubernetes-";

    private final Schemas schemas;
    private final ConcurrentMap<JsonNode, Schema> leaves = new ConcurrentHashMap<>();

    SchemaReader(Schemas schemas) {
        this.schemas = schemas;
    }

    /// `place` says in messages which schema this is.
    Schema read(JsonNode tree, String place) {
        if (!tree.isObject()) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: an object)".formatted(place, tree));
        }
        if (isLeaf(tree)) {
            return leaves.computeIfAbsent(withoutProse(tree), key -> create(key, place));
        }
        return create(tree, place);
    }

    private static boolean isLeaf(JsonNode tree) {
        return !tree.has("properties")
                && !tree.has("items")
                && !tree.path("additionalProperties").isObject();
    }

    private static JsonNode withoutProse(JsonNode tree) {
        return ((ObjectNode) tree).deepCopy().without(List.of("description", "title"));
    }

    private Schema create(JsonNode tree, String place) {
        String reference = reference(tree, place);
        return new Schema(
                reference == null ? shape(tree, place) : null,
                reference == null ? null : new Schema.Reference(reference, schemas),
                merging(tree),
                tree.get("default"));
    }

    private static @Nullable String reference(JsonNode tree, String place) {
        JsonNode all = tree.path("allOf");
        String reference =
                all.size() == 1
                        ? all.get(0).path("$ref").textValue()
                        : tree.path("$ref").textValue();
        if (reference == null) {
            return null;
        }
        if (!reference.startsWith(REFERENCE_PREFIX)) {
            throw new IllegalArgumentException(
                    "%s: $ref %s (expected: %s...)".formatted(place, reference, REFERENCE_PREFIX));
        }
        return reference.substring(REFERENCE_PREFIX.length());
    }

    private Schema.Shape shape(JsonNode tree, String place) {
        JsonNode items = tree.get("items");
        JsonNode values = tree.path("additionalProperties");
        return new Schema.Shape(
                type(tree, place),
                tree.path("format").textValue(),
                properties(tree.path("properties"), place),
                texts(tree.path("required")),
                items == null ? null : read(items, place + "[]"),
                values.isObject() ? read(values, place + "{}") : null,
                tree.path(EXTENSION + "preserve-unknown-fields").asBoolean() || values.asBoolean(),
                tree.path("nullable").asBoolean(),
                limits(tree));
    }

    private Map<String, Schema> properties(JsonNode tree, String place) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        for (var property : tree.properties()) {
            String name = property.getKey();
            properties.put(name, read(property.getValue(), place + "." + name));
        }
        return properties;
    }

    private static Schema.Type type(JsonNode tree, String place) {
        if (tree.path(EXTENSION + "int-or-string").asBoolean()
                || "int-or-string".equals(tree.path("format").textValue())) {
            return Schema.Type.INT_OR_STRING;
        }
        String type = tree.path("type").textValue();
        if (type == null) {
            if ("quantity".equals(tree.path("format").textValue())) {
                return Schema.Type.STRING;
            }
            return tree.has("properties") || tree.has("additionalProperties")
                    ? Schema.Type.OBJECT
                    : Schema.Type.ANY;
        }
        return switch (type) {
            case "object", "array", "string", "integer", "number", "boolean" ->
                    Schema.Type.valueOf(type.toUpperCase(Locale.ROOT));
            default ->
                    throw new IllegalArgumentException(
                            "%s: type %s (expected: a type of OpenAPI 3)".formatted(place, type));
        };
    }

    private static Schema.Merging merging(JsonNode tree) {
        String strategy = tree.path(EXTENSION + "patch-strategy").asText("");
        String key = tree.path(EXTENSION + "patch-merge-key").textValue();
        List<String> mapKeys = texts(tree.path(EXTENSION + "list-map-keys"));
        if (strategy.isEmpty() && key == null && mapKeys.isEmpty()) {
            return Schema.Merging.NONE;
        }
        List<String> strategies = List.of(strategy.split(","));
        return new Schema.Merging(
                strategies.contains("merge"),
                strategies.contains("retainKeys"),
                strategies.contains("replace"),
                key,
                mapKeys);
    }

    private static Schema.Limits limits(JsonNode tree) {
        Schema.Limits limits =
                new Schema.Limits(
                        tree.path("pattern").textValue(),
                        decimal(tree.get("minimum")),
                        decimal(tree.get("maximum")),
                        integer(tree.get("minLength")),
                        integer(tree.get("maxLength")),
                        integer(tree.get("minItems")),
                        integer(tree.get("maxItems")),
                        texts(tree.path("enum")));
        return limits.equals(Schema.Limits.NONE) ? Schema.Limits.NONE : limits;
    }

    private static @Nullable BigDecimal decimal(@Nullable JsonNode value) {
        return value == null ? null : value.decimalValue();
    }

    private static @Nullable Integer integer(@Nullable JsonNode value) {
        return value == null ? null : value.intValue();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>(list.size());
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
