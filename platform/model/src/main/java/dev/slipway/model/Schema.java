package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the JSON of a kind, or of a part of it, looks like: a structural schema as in OpenAPI 3,
/// without descriptions. A reference to a shared definition is followed when it is first asked for,
/// so that only what is used is loaded. Immutable and thread-safe; read by [Schemas].
public final class Schema {
    /// The form of the value.
    public enum Type {
        OBJECT("object"),
        ARRAY("array"),
        STRING("string"),
        INTEGER("integer"),
        NUMBER("number"),
        BOOLEAN("boolean"),
        INT_OR_STRING("integer or string"),
        /// Anything is allowed.
        ANY("any");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// How a patch or another writer's list is merged with what is there. Without a key, a merged
    /// list is one of plain values; `replace` is for objects that are not merged.
    public record Merging(
            boolean merge,
            boolean retainKeys,
            boolean replace,
            @Nullable String key,
            List<String> mapKeys) {
        static final Merging NONE = new Merging(false, false, false, null, List.of());

        public Merging {
            mapKeys = List.copyOf(mapKeys);
        }
    }

    /// What a value must keep to beyond its type; null where there is no such limit.
    public record Limits(
            @Nullable String pattern,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            @Nullable Integer lengthMin,
            @Nullable Integer lengthMax,
            @Nullable Integer itemsMin,
            @Nullable Integer itemsMax,
            List<String> values) {
        static final Limits NONE = new Limits(null, null, null, null, null, null, null, List.of());

        public Limits {
            values = List.copyOf(values);
        }
    }

    /// What the schema says of the value itself, apart from how it is merged and defaulted.
    record Shape(
            Type type,
            @Nullable String format,
            Map<String, Schema> properties,
            List<String> required,
            @Nullable Schema items,
            @Nullable Schema values,
            boolean preservesUnknown,
            boolean nullable,
            Limits limits) {
        Shape {
            properties = Map.copyOf(properties);
            required = List.copyOf(required);
        }
    }

    /// Where the shape is, if not in the schema itself.
    record Reference(String name, Schemas schemas) {}

    private final @Nullable Shape ownShape;
    private final @Nullable Reference reference;
    private final Merging merging;
    private final @Nullable JsonNode defaultValue;

    Schema(
            @Nullable Shape ownShape,
            @Nullable Reference reference,
            Merging merging,
            @Nullable JsonNode defaultValue) {
        if ((ownShape == null) == (reference == null)) {
            throw new IllegalArgumentException("Either a shape or a reference is needed");
        }
        this.ownShape = ownShape;
        this.reference = reference;
        this.merging = merging;
        this.defaultValue = defaultValue;
    }

    public Type type() {
        return shape().type;
    }

    /// Such as `int32`, `date-time`, `byte`, `quantity`; null if the type says it all.
    public @Nullable String format() {
        return shape().format;
    }

    /// The named fields of an object, in no particular order.
    public Map<String, Schema> properties() {
        return shape().properties;
    }

    public List<String> required() {
        return shape().required;
    }

    /// The elements of a list, or null.
    public @Nullable Schema items() {
        return shape().items;
    }

    /// The values of a map with arbitrary keys, or null.
    public @Nullable Schema values() {
        return shape().values;
    }

    /// Fields that are not named are allowed and kept.
    public boolean preservesUnknown() {
        return shape().preservesUnknown;
    }

    public boolean nullable() {
        return shape().nullable;
    }

    public Limits limits() {
        return shape().limits;
    }

    public Merging merging() {
        return merging;
    }

    /// Must not be changed.
    public @Nullable JsonNode defaultValue() {
        return defaultValue;
    }

    /// The name of the shared definition this refers to, or null if it is written in place.
    public @Nullable String definitionName() {
        return reference == null ? null : reference.name;
    }

    /// The schema of the field `name` of an object or map, or null if nothing is known of it.
    public @Nullable Schema field(String name) {
        Shape shape = shape();
        Schema named = shape.properties.get(name);
        return named != null ? named : shape.values;
    }

    private Shape shape() {
        if (ownShape != null) {
            return ownShape;
        }
        Reference target = reference;
        if (target == null) {
            throw new IllegalStateException("A schema is a shape or a reference");
        }
        return target.schemas.definition(target.name).shape();
    }
}
