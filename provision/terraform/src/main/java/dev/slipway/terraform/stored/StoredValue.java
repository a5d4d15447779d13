package dev.slipway.terraform.stored;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.RawState;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.ObjectState;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns objects as states keep them into values, marked where they are sensitive, without asking a
/// provider. What a schema no longer knows is left out, what it added is null; without a schema the
/// value is whatever the JSON looks like. Stateless.
public final class StoredValue {
    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
    private static final int DEPTH_MAX = 200;

    private StoredValue() {}

    /// The object's attributes.
    ///
    /// @throws StateException if they are not what the schema says
    public static Value of(ObjectState object, @Nullable Schema schema) {
        Value value =
                switch (object.attributes()) {
                    case RawState.Json json -> read(json, schema);
                    case RawState.Flatmap flat -> flat(flat.attributes());
                };
        return marked(value, object.sensitive());
    }

    private static Value read(RawState.Json json, @Nullable Schema schema) {
        return read(json, schema == null ? Type.Any.DYNAMIC : schema.block().type());
    }

    /// A value of a type; of any type at all, it is what the JSON looks like.
    ///
    /// @throws StateException if it is no JSON, or of another type
    public static Value read(RawState.Json json, Type type) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json.bytes());
        } catch (IOException e) {
            throw new StateException("state of an object: not JSON", e);
        }
        return type.isDynamic() ? implied(tree, 0) : value(tree, type, 0);
    }

    /// The old flat form says nothing of types; its attributes are shown as they are.
    private static Value flat(Map<String, String> attributes) {
        SortedMap<String, Value> values = new TreeMap<>(CodePointOrder.INSTANCE);
        attributes.forEach((name, text) -> values.put(name, Value.of(text)));
        return Values.object(values);
    }

    /// The value with every part that a path leads to marked as sensitive.
    public static Value marked(Value value, List<ValuePath> sensitive) {
        Value result = value;
        for (ValuePath path : sensitive) {
            result = marked(result, path.steps(), 0);
        }
        return result;
    }

    private static Value marked(Value value, List<ValuePath.Step> steps, int at) {
        if (at == steps.size()) {
            return value.withMark(Mark.SENSITIVE);
        }
        Value inner = value.unmarked();
        Value changed =
                switch (inner) {
                    case Value.Mapping mapping -> markedEntry(mapping, steps, at);
                    case Value.Sequence sequence -> markedElement(sequence, steps, at);
                    default -> inner;
                };
        return changed.withMarks(value.marks());
    }

    private static Value markedEntry(Value.Mapping mapping, List<ValuePath.Step> steps, int at) {
        String name =
                switch (steps.get(at)) {
                    case ValuePath.Step.Attribute(String attribute) -> attribute;
                    case ValuePath.Step.Index(Value.Text(String key)) -> key;
                    case ValuePath.Step.Index _ -> "";
                };
        Value part = mapping.elements().get(name);
        if (part == null) {
            return mapping;
        }
        SortedMap<String, Value> parts = new TreeMap<>(mapping.elements());
        parts.put(name, marked(part, steps, at + 1));
        return new Value.Mapping(mapping.type(), parts);
    }

    /// Elements of sets cannot be marked: the set is.
    private static Value markedElement(
            Value.Sequence sequence, List<ValuePath.Step> steps, int at) {
        if (sequence.type() instanceof Type.SetOf) {
            return sequence.withMark(Mark.SENSITIVE);
        }
        if (!(steps.get(at) instanceof ValuePath.Step.Index(Value.Numeric(BigFloat number)))) {
            return sequence;
        }
        Long index = number.toLongExact();
        if (index == null || index < 0 || index >= sequence.elements().size()) {
            return sequence;
        }
        List<Value> parts = new ArrayList<>(sequence.elements());
        parts.set(index.intValue(), marked(parts.get(index.intValue()), steps, at + 1));
        return new Value.Sequence(sequence.type(), parts);
    }

    private static Value value(JsonNode json, Type type, int depth) {
        if (depth > DEPTH_MAX) {
            throw new StateException("value: nested deeper than " + DEPTH_MAX);
        }
        if (json.isNull() || json.isMissingNode()) {
            return Value.nullOf(type);
        }
        return switch (type) {
            case Type.Primitive primitive -> primitive(json, primitive);
            case Type.Any _ -> dynamic(json, depth);
            case Type.ListOf(Type element) -> Values.list(element, elements(json, element, depth));
            case Type.SetOf(Type element) -> Values.set(element, elements(json, element, depth));
            case Type.MapOf(Type element) -> map(json, element, depth);
            case Type.TupleOf(List<Type> types) -> tuple(json, types, depth);
            case Type.ObjectOf object -> object(json, object, depth);
        };
    }

    private static Value primitive(JsonNode json, Type.Primitive type) {
        return switch (type) {
            case STRING -> Value.of(json.asText());
            case NUMBER -> number(json);
            case BOOL ->
                    json.isBoolean()
                            ? Value.of(json.booleanValue())
                            : Value.of(json.asText().equals("true"));
        };
    }

    private static Value number(JsonNode json) {
        BigFloat number = BigFloat.parse(json.asText());
        if (number == null) {
            throw new StateException("value: " + json + " (expected: a number)");
        }
        return Value.of(number);
    }

    /// A value of any type is kept with its type beside it.
    private static Value dynamic(JsonNode json, int depth) {
        JsonNode type = json.path("type");
        if (json.isObject() && json.size() == 2 && json.has("value") && !type.isMissingNode()) {
            return value(json.path("value"), type(type), depth + 1);
        }
        return implied(json, depth);
    }

    private static Type type(JsonNode json) {
        try {
            return TypeJson.of(json);
        } catch (WireFormatException e) {
            throw new StateException("value of any type: " + e.getMessage(), e);
        }
    }

    private static List<Value> elements(JsonNode json, Type element, int depth) {
        if (!json.isArray()) {
            throw new StateException("value: " + json.getNodeType() + " (expected: an array)");
        }
        List<Value> elements = new ArrayList<>(json.size());
        json.forEach(each -> elements.add(value(each, element, depth + 1)));
        return elements;
    }

    private static Value map(JsonNode json, Type element, int depth) {
        SortedMap<String, Value> entries = new TreeMap<>(CodePointOrder.INSTANCE);
        json.properties()
                .forEach(each ->
                        entries.put(each.getKey(), value(each.getValue(), element, depth + 1)));
        return Values.map(element, entries);
    }

    private static Value tuple(JsonNode json, List<Type> types, int depth) {
        List<Value> elements = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            elements.add(value(json.path(i), types.get(i), depth + 1));
        }
        return Values.tuple(elements);
    }

    private static Value object(JsonNode json, Type.ObjectOf type, int depth) {
        SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
        type.attributes()
                .forEach((name, each) ->
                        attributes.put(name, value(json.path(name), each, depth + 1)));
        return Values.object(attributes);
    }

    /// The value that JSON looks like.
    private static Value implied(JsonNode json, int depth) {
        if (depth > DEPTH_MAX) {
            throw new StateException("value: nested deeper than " + DEPTH_MAX);
        }
        if (json.isObject()) {
            SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
            json.properties()
                    .forEach(each ->
                            attributes.put(each.getKey(), implied(each.getValue(), depth + 1)));
            return Values.object(attributes);
        }
        if (json.isArray()) {
            List<Value> elements = new ArrayList<>();
            json.forEach(each -> elements.add(implied(each, depth + 1)));
            return Values.tuple(elements);
        }
        if (json.isTextual()) {
            return Value.of(json.textValue());
        }
        if (json.isBoolean()) {
            return Value.of(json.booleanValue());
        }
        return json.isNumber() ? number(json) : Values.NULL;
    }
}
