package dev.slipway.provider;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.value.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Types as schemas, states and values of any type spell them: `"string"`, `["list", "string"]`,
/// `["object", {"name": "string"}, ["name"]]` where the third part lists optional attributes.
/// Stateless.
public final class TypeJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int DEPTH_MAX = 200;

    private TypeJson() {}

    /// @throws WireFormatException if the bytes are no type
    public static Type read(byte[] json) {
        try {
            return type(MAPPER.readTree(json), 0);
        } catch (IOException e) {
            throw new WireFormatException(
                    "type: " + new String(json, StandardCharsets.UTF_8) + " (expected: JSON)", e);
        }
    }

    /// @throws WireFormatException if the tree is no type
    public static Type of(JsonNode json) {
        return type(json, 0);
    }

    public static byte[] write(Type type) {
        try {
            return MAPPER.writeValueAsBytes(tree(type));
        } catch (JacksonException e) {
            throw new WireFormatException("type: " + type.friendlyName(), e);
        }
    }

    private static Type type(JsonNode json, int depth) {
        if (depth > DEPTH_MAX) {
            throw new WireFormatException("type: nested deeper than " + DEPTH_MAX);
        }
        if (json.isTextual()) {
            return switch (json.asText()) {
                case "string" -> Type.Primitive.STRING;
                case "number" -> Type.Primitive.NUMBER;
                case "bool" -> Type.Primitive.BOOL;
                case "dynamic" -> Type.Any.DYNAMIC;
                default -> throw wrong(json);
            };
        }
        if (!json.isArray() || json.size() < 2) {
            throw wrong(json);
        }
        JsonNode parts = json.get(1);
        return switch (json.get(0).asText()) {
            case "list" -> Type.list(type(parts, depth + 1));
            case "set" -> Type.set(type(parts, depth + 1));
            case "map" -> Type.map(type(parts, depth + 1));
            case "tuple" -> tuple(parts, depth);
            case "object" -> object(json, parts, depth);
            default -> throw wrong(json);
        };
    }

    private static Type tuple(JsonNode parts, int depth) {
        if (!parts.isArray()) {
            throw wrong(parts);
        }
        List<Type> elements = new ArrayList<>();
        parts.forEach(part -> elements.add(type(part, depth + 1)));
        return Type.tuple(elements);
    }

    private static Type object(JsonNode json, JsonNode parts, int depth) {
        if (!parts.isObject()) {
            throw wrong(json);
        }
        Map<String, Type> attributes = new TreeMap<>();
        parts.properties()
                .forEach(part -> attributes.put(part.getKey(), type(part.getValue(), depth + 1)));
        Set<String> optional = new HashSet<>();
        json.path(2).forEach(name -> optional.add(name.asText()));
        return Type.object(attributes, optional);
    }

    private static WireFormatException wrong(JsonNode json) {
        return new WireFormatException(
                "type: "
                        + json
                        + " (expected: \"string\", \"number\", \"bool\", \"dynamic\", or [\"list\","
                        + " type] and the like)");
    }

    private static JsonNode tree(Type type) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (type) {
            case Type.Primitive primitive ->
                    nodes.textNode(primitive.name().toLowerCase(java.util.Locale.ROOT));
            case Type.Any _ -> nodes.textNode("dynamic");
            case Type.ListOf list -> nodes.arrayNode().add("list").add(tree(list.element()));
            case Type.SetOf set -> nodes.arrayNode().add("set").add(tree(set.element()));
            case Type.MapOf map -> nodes.arrayNode().add("map").add(tree(map.element()));
            case Type.TupleOf tuple -> {
                ArrayNode elements = nodes.arrayNode();
                tuple.elements().forEach(each -> elements.add(tree(each)));
                yield nodes.arrayNode().add("tuple").add(elements);
            }
            case Type.ObjectOf object -> objectTree(object);
        };
    }

    private static JsonNode objectTree(Type.ObjectOf object) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode attributes = nodes.objectNode();
        object.attributes().forEach((name, each) -> attributes.set(name, tree(each)));
        ArrayNode json = nodes.arrayNode().add("object").add(attributes);
        if (!object.optional().isEmpty()) {
            ArrayNode optional = json.addArray();
            new TreeSet<>(object.optional()).forEach(optional::add);
        }
        return json;
    }
}
