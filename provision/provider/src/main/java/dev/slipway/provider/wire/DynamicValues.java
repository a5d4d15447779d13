package dev.slipway.provider.wire;

import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.ValuePacker;
import dev.slipway.provider.ValueUnpacker;
import dev.slipway.provider.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The message `DynamicValue`: a value as MessagePack, which is what is written, or as JSON, which
/// is read too. Stateless.
public final class DynamicValues {
    private static final int MSGPACK = 1;
    private static final int JSON = 2;

    private DynamicValues() {}

    public static MessageWriter write(Value value, Type type) {
        return new MessageWriter().bytes(MSGPACK, ValuePacker.pack(value, type));
    }

    /// The value; null where there is none.
    ///
    /// @throws WireFormatException if it is not of the type
    public static Value read(@Nullable Message message, Type type) {
        if (message == null) {
            return Value.nullOf(type);
        }
        byte[] packed = message.bytes(MSGPACK);
        if (packed.length > 0) {
            return ValueUnpacker.unpack(packed, type);
        }
        byte[] json = message.bytes(JSON);
        if (json.length == 0) {
            return Value.nullOf(type);
        }
        try {
            Value plain = JsonValues.read(new String(json, StandardCharsets.UTF_8));
            return typed(plain, type.withoutOptional(), "value");
        } catch (JsonException e) {
            throw new WireFormatException("value: not JSON (" + e.getMessage() + ")", e);
        }
    }

    private static Value typed(Value plain, Type type, String place) {
        if (plain.isNull()) {
            return Value.nullOf(type);
        }
        return switch (type) {
            case Type.Any _ -> self(plain, place);
            case Type.Primitive _ -> converted(plain, type, place);
            case Type.ListOf(Type element) -> Values.list(element, elements(plain, element, place));
            case Type.SetOf(Type element) -> Values.set(element, elements(plain, element, place));
            case Type.MapOf(Type element) -> {
                Map<String, Value> entries = new TreeMap<>();
                entries(plain, place)
                        .forEach((key, each) ->
                                entries.put(key, typed(each, element, place + "." + key)));
                yield Values.map(element, entries);
            }
            case Type.TupleOf tuple -> tuple(plain, tuple, place);
            case Type.ObjectOf object -> object(plain, object, place);
        };
    }

    private static Value self(Value plain, String place) {
        Map<String, Value> parts = entries(plain, place);
        Value type = parts.get("type");
        Value value = parts.get("value");
        if (type == null || value == null) {
            throw new WireFormatException(
                    place + ": " + parts.keySet() + " (expected: type and value)");
        }
        Type of = TypeJson.read(JsonText.of(type).getBytes(StandardCharsets.UTF_8));
        return typed(value, of, place);
    }

    private static Value converted(Value plain, Type type, String place) {
        try {
            return Conversion.convert(plain, type);
        } catch (ConversionException e) {
            throw new WireFormatException(place + ": " + e.getMessage(), e);
        }
    }

    private static List<Value> elements(Value plain, Type element, String place) {
        List<Value> elements = sequence(plain, place);
        return elements.stream().map(each -> typed(each, element, place + "[]")).toList();
    }

    private static Value tuple(Value plain, Type.TupleOf type, String place) {
        List<Value> elements = sequence(plain, place);
        if (elements.size() != type.elements().size()) {
            throw new WireFormatException(
                    place + ": " + elements.size() + " elements (expected: a tuple's)");
        }
        Value[] typed = new Value[elements.size()];
        for (int i = 0; i < typed.length; i++) {
            typed[i] = typed(elements.get(i), type.elements().get(i), place + "[" + i + "]");
        }
        return new Value.Sequence(type, List.of(typed));
    }

    private static Value object(Value plain, Type.ObjectOf type, String place) {
        Map<String, Value> given = entries(plain, place);
        Map<String, Value> attributes = new TreeMap<>();
        type.attributes()
                .forEach((name, of) ->
                        attributes.put(
                                name,
                                typed(
                                        given.getOrDefault(name, Values.NULL),
                                        of,
                                        place + "." + name)));
        return Values.object(attributes);
    }

    private static List<Value> sequence(Value plain, String place) {
        if (plain instanceof Value.Sequence sequence) {
            return sequence.elements();
        }
        throw new WireFormatException(
                place + ": " + plain.type().friendlyName() + " (expected: a list)");
    }

    private static Map<String, Value> entries(Value plain, String place) {
        if (plain instanceof Value.Mapping mapping) {
            return mapping.elements();
        }
        throw new WireFormatException(
                place + ": " + plain.type().friendlyName() + " (expected: an object)");
    }
}
