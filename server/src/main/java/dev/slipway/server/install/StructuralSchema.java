package dev.slipway.server.install;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns a definition, as OpenAPI has it, into the form that a CustomResourceDefinition takes: no
/// references, a type everywhere, only words that Kubernetes knows. The parts that are Kubernetes'
/// own, such as the template of a pod, stay open: the API server of the cluster checks them when
/// something is made of them, by rules newer or older than ours.
final class StructuralSchema {
    private static final String REFERENCE = "$ref";
    private static final String ANY_FIELDS = "x-kubernetes-preserve-unknown-fields";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final String KUBERNETES = "io.k8s.";

    /// Definitions may contain themselves; a schema of a custom resource may not.
    private static final int DEPTH_MAX = 40;

    private static final List<String> WORDS =
            List.of(
                    "description",
                    "type",
                    "format",
                    "enum",
                    "default",
                    "required",
                    "nullable",
                    "pattern",
                    "minimum",
                    "maximum",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "maxProperties",
                    ANY_FIELDS,
                    INT_OR_STRING);

    private final Function<String, @Nullable ObjectNode> definitions;

    /// `definitions` finds a definition by its name.
    StructuralSchema(Function<String, @Nullable ObjectNode> definitions) {
        this.definitions = requireNonNull(definitions, "definitions");
    }

    /// The schema of a whole object. What stands in `metadata` is the same for all kinds and not
    /// said.
    ObjectNode of(String name) {
        ObjectNode schema = convert(definition(name), 0);
        if (schema.path("properties") instanceof ObjectNode properties) {
            properties.set("metadata", Json.object().put("type", "object"));
        }
        return schema;
    }

    private ObjectNode convert(JsonNode source, int depth) {
        if (depth > DEPTH_MAX) {
            return open(source);
        }
        String reference = reference(source);
        if (reference != null) {
            return described(referred(reference, depth), source);
        }
        ObjectNode schema = Json.object();
        WORDS.forEach(word -> {
            if (source.has(word)) {
                schema.set(word, source.get(word).deepCopy());
            }
        });
        source.path("properties")
                .properties()
                .forEach(property ->
                        schema.withObject("/properties")
                                .set(property.getKey(), convert(property.getValue(), depth + 1)));
        if (source.path("items") instanceof ObjectNode items) {
            schema.set("items", convert(items, depth + 1));
        }
        // A map's values are said only where there are no named fields: both at once is forbidden.
        if (source.path("additionalProperties") instanceof ObjectNode values
                && !schema.has("properties")) {
            schema.set("additionalProperties", convert(values, depth + 1));
        }
        return typed(schema);
    }

    private ObjectNode referred(String name, int depth) {
        ObjectNode definition = definition(name);
        boolean object = definition.path("type").asText("").equals("object");
        return name.startsWith(KUBERNETES) && object
                ? open(definition)
                : convert(definition, depth + 1);
    }

    /// What is said at the place of use goes before what is said at the definition.
    private static ObjectNode described(ObjectNode schema, JsonNode use) {
        if (use.hasNonNull("description")) {
            schema.put("description", use.get("description").asText());
        }
        return schema;
    }

    private static ObjectNode typed(ObjectNode schema) {
        if (schema.path(INT_OR_STRING).asBoolean(false)) {
            schema.remove(List.of("type", "format"));
            return schema;
        }
        if (!schema.has("type") && !schema.path(ANY_FIELDS).asBoolean(false)) {
            schema.put(ANY_FIELDS, true);
        }
        if (schema.path("type").asText("").equals("array") && !schema.has("items")) {
            schema.putObject("items").put(ANY_FIELDS, true);
        }
        boolean bareObject =
                schema.path("type").asText("").equals("object")
                        && !schema.has("properties")
                        && !schema.has("additionalProperties");
        if (bareObject) {
            schema.put(ANY_FIELDS, true);
        }
        return schema;
    }

    private static ObjectNode open(JsonNode source) {
        ObjectNode schema = Json.object();
        if (source.hasNonNull("description")) {
            schema.put("description", source.get("description").asText());
        }
        return schema.put("type", "object").put(ANY_FIELDS, true);
    }

    /// The name that a schema refers to, itself or as the only one of `allOf`; or null.
    private static @Nullable String reference(JsonNode schema) {
        JsonNode reference = schema.path(REFERENCE);
        if (schema.path("allOf") instanceof ArrayNode all && all.size() == 1) {
            reference = all.get(0).path(REFERENCE);
        }
        String path = reference.asText("");
        return path.isEmpty() ? null : path.substring(path.lastIndexOf('/') + 1);
    }

    private ObjectNode definition(String name) {
        ObjectNode found = definitions.apply(name);
        if (found == null) {
            throw new IllegalStateException("The build left out the definition of " + name);
        }
        return found;
    }
}
