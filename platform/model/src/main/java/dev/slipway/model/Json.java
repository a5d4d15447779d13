package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// JSON as the API writes it: times as RFC 3339 in seconds, nothing for what is absent or empty.
/// Thread-safe.
public final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new TimeModule())
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
                    .build();

    private Json() {}

    /// An empty object to build a tree from.
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// Reads one object. Throws [ApiException] (`BAD_REQUEST`) that names line and column.
    public static ObjectNode parseObject(byte[] json) {
        JsonNode tree = parse(json);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest(
                "expected a JSON object, found "
                        + tree.getNodeType().name().toLowerCase(Locale.ROOT));
    }

    /// Reads one value of any form. Throws [ApiException] (`BAD_REQUEST`) that names line and
    /// column.
    public static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("invalid JSON: " + describe(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The objects of a text that has one JSON object after the other; none if it is anything else.
    static List<JsonNode> parseAll(String text) {
        try (MappingIterator<JsonNode> objects =
                MAPPER.readerFor(JsonNode.class).readValues(text)) {
            return objects.readAll();
        } catch (IOException e) {
            return List.of();
        }
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass() + " as JSON", e);
        }
    }

    /// Reads a tree into a record. Throws [ApiException] (`BAD_REQUEST`) that names the field.
    public static <T> T convert(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree.isMissingNode() ? object() : tree, type);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "cannot read " + type.getSimpleName() + ": " + describe(e));
        }
    }

    /// The record of an object in which nothing is said.
    public static <T> T empty(Class<T> type) {
        return convert(object(), type);
    }

    /// Reads JSON straight into a record. Throws [ApiException] (`BAD_REQUEST`) that names the
    /// field.
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "cannot read " + type.getSimpleName() + ": " + describe(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a record as a tree.
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /// Times are written in whole seconds, as clients expect of metadata.
    public static String time(Instant instant) {
        return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String describe(JsonProcessingException e) {
        String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
        String message = field.isEmpty() ? e.getOriginalMessage() : field + ": " + plain(e);
        JsonLocation location = e.getLocation();
        boolean known = location != null && location.getLineNr() > 0;
        return known
                ? "%s (line %d, column %d)"
                        .formatted(message, location.getLineNr(), location.getColumnNr())
                : message;
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /// What is wrong, without the names of Java classes where that can be said.
    private static String plain(JsonProcessingException e) {
        return switch (e) {
            case InvalidFormatException wrong ->
                    "\"%s\" is no %s".formatted(wrong.getValue(), word(wrong.getTargetType()));
            case MismatchedInputException wrong -> "expected " + word(wrong.getTargetType());
            case ValueInstantiationException wrong when wrong.getCause() != null ->
                    String.valueOf(wrong.getCause().getMessage());
            default -> e.getOriginalMessage();
        };
    }

    private static String word(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type == Instant.class) {
            return "time";
        }
        if (type == String.class) {
            return "string";
        }
        if (List.class.isAssignableFrom(type)) {
            return "list";
        }
        boolean scalar = type.isPrimitive() || Number.class.isAssignableFrom(type);
        boolean bool = type == boolean.class || type == Boolean.class;
        return bool ? "boolean" : scalar ? "number" : "object";
    }
}
