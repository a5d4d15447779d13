package dev.slipway.schema.generator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import io.fabric8.kubernetes.api.model.Duration;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The definitions made of classes so far: each class once, and with it all it refers to.
final class Definitions {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String TIME = META + "Time";
    private static final String MICRO_TIME = META + "MicroTime";
    private static final String FIELDS = META + "FieldsV1";
    private static final String DURATION = META + "Duration";
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    private static final String RAW = "io.k8s.apimachinery.pkg.runtime.RawExtension";

    /// The library has times as texts; all fields of such names are times.
    private static final Pattern TIME_NAMES =
            Pattern.compile(".*Timestamp|.*Time|time|startedAt|finishedAt|timeAdded");

    private final TreeMap<String, ObjectNode> definitions = new TreeMap<>();

    Definitions() {
        put(TIME, "string", "date-time", "A time, as RFC 3339 writes it, in seconds.");
        put(MICRO_TIME, "string", "date-time", "A time, as RFC 3339 writes it, in microseconds.");
        put(DURATION, "string", null, "A length of time such as `1m30s`.");
        put(QUANTITY, "string", "quantity", "An amount such as `500m`, `2`, `64Mi` or `1e3`.");
        put(INT_OR_STRING, null, "int-or-string", "A number or a text.");
        put(FIELDS, "object", null, "A set of fields, as server-side apply keeps it.");
        put(RAW, "object", null, "Any object.");
        for (String anything : List.of(FIELDS, RAW)) {
            definition(anything).put("x-kubernetes-preserve-unknown-fields", true);
        }
        ObjectNode intOrString = definition(INT_OR_STRING);
        intOrString.putArray("oneOf").add(ofType("integer")).add(ofType("string"));
    }

    private void put(
            String name, @Nullable String type, @Nullable String format, String description) {
        ObjectNode definition = Json.object().put("description", description);
        if (type != null) {
            definition.put("type", type);
        }
        if (format != null) {
            definition.put("format", format);
        }
        definitions.put(name, definition);
    }

    /// All of them, by name.
    ObjectNode tree() {
        return Json.object().setAll(definitions);
    }

    /// Makes the definition of `type` unless there is one. Returns its name.
    String add(Class<?> type) throws IOException {
        String name = DefinitionNames.of(type);
        if (definitions.containsKey(name)) {
            return name;
        }
        ObjectNode definition = Json.object();
        definitions.put(name, definition);
        Descriptions.OfClass descriptions = Descriptions.of(type);
        if (descriptions.itself() != null) {
            definition.put("description", descriptions.itself());
        }
        definition.put("type", "object");
        Map<String, ObjectNode> properties = new TreeMap<>();
        for (Field field : type.getDeclaredFields()) {
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            boolean counts =
                    property != null
                            && !Modifier.isStatic(field.getModifiers())
                            && !field.isAnnotationPresent(JsonIgnore.class);
            if (counts) {
                ObjectNode schema = property(property.value(), field.getGenericType());
                String description = descriptions.fields().get(property.value());
                properties.put(property.value(), described(schema, description));
            }
        }
        definition.putObject("properties").setAll(properties);
        return name;
    }

    private ObjectNode definition(String name) {
        ObjectNode definition = definitions.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("No definition is named " + name);
        }
        return definition;
    }

    /// A reference takes no neighbours in OpenAPI 3.0, so it goes into an `allOf` then.
    private static ObjectNode described(ObjectNode schema, @Nullable String description) {
        if (description == null) {
            return schema;
        }
        ObjectNode described = Json.object().put("description", description);
        if (schema.has("$ref")) {
            described.putArray("allOf").add(schema);
            return described;
        }
        return described.setAll(schema);
    }

    private ObjectNode property(String name, Type type) throws IOException {
        if (type == String.class && TIME_NAMES.matcher(name).matches()) {
            return reference(TIME);
        }
        return schema(type);
    }

    private ObjectNode schema(Type type) throws IOException {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Class<?> container = (Class<?>) generic.getRawType();
            if (List.class.isAssignableFrom(container)) {
                return ofType("array").set("items", schema(arguments[0]));
            }
            if (Map.class.isAssignableFrom(container)) {
                return ofType("object").set("additionalProperties", schema(arguments[1]));
            }
        }
        if (type instanceof Class<?> plain) {
            return schemaOfClass(plain);
        }
        throw new IllegalStateException("No schema is known for the Java type " + type);
    }

    private ObjectNode schemaOfClass(Class<?> type) throws IOException {
        String shared = SHARED.get(type);
        if (shared != null) {
            return reference(shared);
        }
        ObjectNode scalar = scalar(type);
        if (scalar != null) {
            return scalar;
        }
        JsonSerialize serializer = type.getAnnotation(JsonSerialize.class);
        boolean ownForm =
                serializer != null
                        && serializer.using()
                                != com.fasterxml.jackson.databind.JsonSerializer.None.class;
        if (type == Object.class || JsonNode.class.isAssignableFrom(type) || ownForm) {
            return Json.object().put("x-kubernetes-preserve-unknown-fields", true);
        }
        if (type == KubernetesResource.class) {
            return reference(RAW);
        }
        return reference(add(type));
    }

    private static final Map<Class<?>, String> SHARED =
            Map.of(
                    Quantity.class, QUANTITY,
                    IntOrString.class, INT_OR_STRING,
                    MicroTime.class, MICRO_TIME,
                    ZonedDateTime.class, MICRO_TIME,
                    Duration.class, DURATION,
                    FieldsV1.class, FIELDS,
                    RawExtension.class, RAW);

    private static @Nullable ObjectNode scalar(Class<?> type) {
        if (type == String.class) {
            return ofType("string");
        }
        if (type == Boolean.class || type == boolean.class) {
            return ofType("boolean");
        }
        if (type == Integer.class || type == int.class) {
            return ofType("integer").put("format", "int32");
        }
        if (type == Long.class || type == long.class) {
            return ofType("integer").put("format", "int64");
        }
        if (type == Double.class || type == Float.class) {
            return ofType("number").put("format", "double");
        }
        return null;
    }

    private static ObjectNode ofType(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode reference(String name) {
        return Json.object().put("$ref", "#/components/schemas/" + name);
    }
}
