package dev.slipway.provider;

import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/// Reads values from MessagePack; the counterpart of [ValuePacker]. Belongs to one thread.
public final class ValueUnpacker {
    private static final int DEPTH_MAX = 200;

    private final MessageUnpacker unpacker;

    private ValueUnpacker(MessageUnpacker unpacker) {
        this.unpacker = unpacker;
    }

    /// @throws WireFormatException if the bytes are not one value of this type
    public static Value unpack(byte[] bytes, Type type) {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
            Value value = new ValueUnpacker(unpacker).value(type.withoutOptional(), "value", 0);
            if (unpacker.hasNext()) {
                throw new WireFormatException(
                        "value: " + unpacker.getTotalReadBytes() + " bytes, then more");
            }
            return value;
        } catch (IOException | MessagePackException e) {
            throw new WireFormatException("value: not MessagePack (" + e.getMessage() + ")", e);
        }
    }

    private Value value(Type type, String place, int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            throw new WireFormatException(place + ": nested deeper than " + DEPTH_MAX);
        }
        ValueType form = unpacker.getNextFormat().getValueType();
        if (form == ValueType.EXTENSION) {
            return unknown(type);
        }
        if (form == ValueType.NIL) {
            unpacker.unpackNil();
            return Value.nullOf(type);
        }
        return switch (type) {
            case Type.Any _ -> typed(place, depth);
            case Type.Primitive primitive -> primitive(primitive, form, place);
            case Type.ListOf list -> Values.list(list.element(), elements(type, place, depth));
            case Type.SetOf set -> Values.set(set.element(), elements(type, place, depth));
            case Type.TupleOf _ -> new Value.Sequence(type, elements(type, place, depth));
            case Type.MapOf map -> Values.map(map.element(), entries(type, place, depth));
            case Type.ObjectOf object -> object(object, place, depth);
        };
    }

    private Value typed(String place, int depth) throws IOException {
        int parts = arrayHeader(place);
        if (parts != 2) {
            throw wrong(place, "a list of " + parts, "a type and a value");
        }
        Type type = TypeJson.read(unpacker.readPayload(binaryHeader(place)));
        return value(type, place, depth + 1);
    }

    private int arrayHeader(String place) throws IOException {
        ValueType form = unpacker.getNextFormat().getValueType();
        if (form != ValueType.ARRAY) {
            throw wrong(place, name(form), "a list");
        }
        return bounded(unpacker.unpackArrayHeader(), place);
    }

    private int mapHeader(String place) throws IOException {
        ValueType form = unpacker.getNextFormat().getValueType();
        if (form != ValueType.MAP) {
            throw wrong(place, name(form), "a map");
        }
        return bounded(unpacker.unpackMapHeader(), place);
    }

    private int binaryHeader(String place) throws IOException {
        ValueType form = unpacker.getNextFormat().getValueType();
        return switch (form) {
            case BINARY -> unpacker.unpackBinaryHeader();
            case STRING -> unpacker.unpackRawStringHeader();
            default -> throw wrong(place, name(form), "a type");
        };
    }

    private static int bounded(int count, String place) {
        if (count < 0) {
            throw new WireFormatException(place + ": more elements than " + Integer.MAX_VALUE);
        }
        return count;
    }

    private Value primitive(Type.Primitive type, ValueType form, String place) throws IOException {
        return switch (type) {
            case STRING -> {
                if (form != ValueType.STRING) {
                    throw wrong(place, name(form), "a string");
                }
                yield Value.of(unpacker.unpackString());
            }
            case BOOL -> {
                if (form != ValueType.BOOLEAN) {
                    throw wrong(place, name(form), "a bool");
                }
                yield Value.of(unpacker.unpackBoolean());
            }
            case NUMBER -> Value.of(number(form, place));
        };
    }

    private BigFloat number(ValueType form, String place) throws IOException {
        return switch (form) {
            case INTEGER -> {
                BigInteger integer = unpacker.unpackBigInteger();
                yield BigFloat.of(integer);
            }
            case FLOAT -> {
                double fraction = unpacker.unpackDouble();
                if (Double.isNaN(fraction)) {
                    throw wrong(place, "not a number", "a number");
                }
                yield BigFloat.of(fraction);
            }
            case STRING -> {
                String digits = unpacker.unpackString();
                BigFloat parsed = BigFloat.parse(digits);
                if (parsed == null) {
                    throw wrong(place, "\"" + digits + "\"", "a number");
                }
                yield parsed;
            }
            default -> throw wrong(place, name(form), "a number");
        };
    }

    private List<Value> elements(Type type, String place, int depth) throws IOException {
        int count = arrayHeader(place);
        if (type instanceof Type.TupleOf tuple && tuple.elements().size() != count) {
            throw wrong(
                    place, count + " elements", "the " + tuple.elements().size() + " of the tuple");
        }
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Type element =
                    type instanceof Type.TupleOf tuple
                            ? tuple.elements().get(i)
                            : type.elementType();
            elements.add(value(element, place + "[" + i + "]", depth + 1));
        }
        return elements;
    }

    private Map<String, Value> entries(Type type, String place, int depth) throws IOException {
        int count = mapHeader(place);
        Map<String, Value> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = key(place);
            entries.put(key, value(type.elementType(), place + "." + key, depth + 1));
        }
        return entries;
    }

    private String key(String place) throws IOException {
        ValueType form = unpacker.getNextFormat().getValueType();
        if (form != ValueType.STRING) {
            throw wrong(place, "a key that is " + name(form), "a string");
        }
        return unpacker.unpackString();
    }

    private Value object(Type.ObjectOf type, String place, int depth) throws IOException {
        int count = mapHeader(place);
        Map<String, Value> attributes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = key(place);
            Type attribute = type.attributes().get(name);
            if (attribute == null) {
                throw wrong(place, "the attribute " + name, "those of the schema");
            }
            attributes.put(name, value(attribute, place + "." + name, depth + 1));
        }
        for (var attribute : type.attributes().entrySet()) {
            attributes.computeIfAbsent(attribute.getKey(), _ -> Value.nullOf(attribute.getValue()));
        }
        return Values.object(attributes);
    }

    private Value unknown(Type type) throws IOException {
        ExtensionTypeHeader header = unpacker.unpackExtensionTypeHeader();
        byte[] payload = unpacker.readPayload(header.getLength());
        if (header.getType() != ValuePacker.REFINED || type.isDynamic()) {
            return Value.unknown(type);
        }
        return Refinements.read(payload).of(type);
    }

    /// What is known of a value that is not.
    private static final class Refinements {
        private Refinements() {}

        static Refinement read(byte[] payload) throws IOException {
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(payload)) {
                Refinement known = Refinement.NONE;
                int min = 0;
                int max = Integer.MAX_VALUE;
                int count = unpacker.unpackMapHeader();
                for (int i = 0; i < count; i++) {
                    switch (unpacker.unpackInt()) {
                        case 1 -> known = unpacker.unpackBoolean() ? known : known.withNotNull();
                        case 2 -> known = known.withPrefix(unpacker.unpackString());
                        case 3 -> known = known.withLower(border(unpacker));
                        case 4 -> known = known.withUpper(border(unpacker));
                        case 5 -> min = unpacker.unpackInt();
                        case 6 -> max = unpacker.unpackInt();
                        default -> unpacker.skipValue();
                    }
                }
                return min == 0 && max == Integer.MAX_VALUE ? known : known.withLength(min, max);
            }
        }

        private static Refinement.@Nullable Border border(MessageUnpacker unpacker)
                throws IOException {
            unpacker.unpackArrayHeader();
            ValueUnpacker inner = new ValueUnpacker(unpacker);
            BigFloat number =
                    inner.number(unpacker.getNextFormat().getValueType(), "border of a number");
            return new Refinement.Border(Objects.requireNonNull(number), unpacker.unpackBoolean());
        }
    }

    private static String name(ValueType form) {
        return form.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static WireFormatException wrong(String place, String found, String expected) {
        return new WireFormatException(place + ": " + found + " (expected: " + expected + ")");
    }
}
