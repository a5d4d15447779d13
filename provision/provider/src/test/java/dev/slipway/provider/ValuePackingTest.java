package dev.slipway.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuePackingTest {
    @Test
    void writesWhatProvidersAreKnownToRead() {
        assertThat(hex(Value.unknown(Type.Primitive.STRING), Type.Primitive.STRING))
                .isEqualTo("d40000");
        assertThat(hex(Value.nullOf(Type.Primitive.STRING), Type.Primitive.STRING)).isEqualTo("c0");
        assertThat(hex(Value.of(1), Type.Primitive.NUMBER)).isEqualTo("01");
        assertThat(hex(Value.of(BigFloat.of(1.5)), Type.Primitive.NUMBER))
                .isEqualTo("cb3ff8000000000000");
        assertThat(hex(Value.of("a"), Type.Any.DYNAMIC)).isEqualTo("92c40822737472696e6722a161");
        assertThat(hex(Values.DYNAMIC, Type.Any.DYNAMIC)).isEqualTo("d40000");
    }

    @Test
    void numbersThatAreNoLongsOrDoublesTravelAsText() {
        BigFloat third = number("1").divide(number("3"));
        Value back = roundTrip(Value.of(third), Type.Primitive.NUMBER);
        assertThat(Values.number(back).compareTo(third)).isZero();
        BigFloat large = BigFloat.of(Long.MAX_VALUE).multiply(BigFloat.of(10));
        assertThat(Values.number(roundTrip(Value.of(large), Type.Primitive.NUMBER)))
                .isEqualByComparingTo(large);
    }

    @Test
    void whatIsKnownOfUnknownValuesSurvives() {
        Refinement known = Refinement.NOT_NULL.withPrefix("ami-");
        Value value = new Value.Unknown(Type.Primitive.STRING, known);
        assertThat(roundTrip(value, Type.Primitive.STRING)).isEqualTo(value);
        Value list =
                new Value.Unknown(
                        Type.list(Type.Primitive.BOOL), Refinement.NOT_NULL.withLength(1, 3));
        assertThat(roundTrip(list, list.type())).isEqualTo(list);
        Value number =
                new Value.Unknown(
                        Type.Primitive.NUMBER,
                        Refinement.NONE
                                .withLower(new Refinement.Border(BigFloat.ZERO, false))
                                .withUpper(new Refinement.Border(BigFloat.of(10), true)));
        assertThat(roundTrip(number, number.type())).isEqualTo(number);
    }

    @Test
    void missingAttributesAreNull() {
        Type type = Type.object(Map.of("a", Type.Primitive.STRING, "b", Type.Primitive.BOOL));
        assertThat(ValueUnpacker.unpack(HexFormat.of().parseHex("81a161a178"), type))
                .isEqualTo(
                        Values.object(
                                Map.of(
                                        "a",
                                        Value.of("x"),
                                        "b",
                                        Value.nullOf(Type.Primitive.BOOL))));
    }

    @Test
    void refusalsNameThePlace() {
        Type type = Type.object(Map.of("a", Type.list(Type.Primitive.NUMBER)));
        byte[] wrong =
                ValuePacker.pack(
                        Values.object(
                                Map.of(
                                        "a",
                                        Values.list(
                                                Type.Primitive.STRING, List.of(Value.of("x"))))),
                        Type.object(Map.of("a", Type.list(Type.Primitive.STRING))));
        assertThatThrownBy(() -> ValueUnpacker.unpack(wrong, type))
                .hasMessage("value.a[0]: \"x\" (expected: a number)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyValueOfAnyTypeSurvives(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Type type = type(random, 3);
            Value value = value(type, random);
            assertThat(roundTrip(value, type)).as("seed %d, %d", seed, i).isEqualTo(value);
            assertThat(TypeJson.read(TypeJson.write(type))).isEqualTo(type);
        }
    }

    @Test
    void spoiledBytesAreRefusedAndNothingElse() {
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            Type type = type(random, 3);
            byte[] bytes = ValuePacker.pack(value(type, random), type);
            for (int j = 0; j < 1 + random.nextInt(3); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                ValueUnpacker.unpack(bytes, type);
            } catch (WireFormatException e) {
                assertThat(e).hasMessageContaining(":");
            }
        }
    }

    private static BigFloat number(String digits) {
        return Objects.requireNonNull(BigFloat.parse(digits));
    }

    private static Value roundTrip(Value value, Type type) {
        return ValueUnpacker.unpack(ValuePacker.pack(value, type), type);
    }

    private static String hex(Value value, Type type) {
        return HexFormat.of().formatHex(ValuePacker.pack(value, type));
    }

    private static Type type(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 8);
        return switch (kind) {
            case 0 -> Type.Primitive.STRING;
            case 1 -> Type.Primitive.NUMBER;
            case 2 -> Type.Primitive.BOOL;
            case 3 -> Type.list(type(random, depth - 1));
            case 4 -> Type.set(type(random, depth - 1));
            case 5 -> Type.map(type(random, depth - 1));
            case 6 -> Type.tuple(List.of(type(random, depth - 1), type(random, depth - 1)));
            default ->
                    Type.object(Map.of("a", type(random, depth - 1), "b", type(random, depth - 1)));
        };
    }

    private static Value value(Type type, Random random) {
        int special = random.nextInt(20);
        if (special == 0) {
            return Value.nullOf(type);
        }
        if (special == 1) {
            return Value.unknown(type);
        }
        return switch (type) {
            case Type.Primitive primitive ->
                    switch (primitive) {
                        case STRING -> Value.of("s" + random.nextInt(100));
                        case NUMBER -> Value.of(random.nextInt());
                        case BOOL -> Value.of(random.nextBoolean());
                    };
            case Type.Any _ -> Value.of("any");
            case Type.ListOf list -> Values.list(list.element(), values(list.element(), random));
            case Type.SetOf set -> Values.set(set.element(), values(set.element(), random));
            case Type.MapOf map -> {
                Map<String, Value> elements = new TreeMap<>();
                values(map.element(), random)
                        .forEach(each -> elements.put("k" + random.nextInt(50), each));
                yield Values.map(map.element(), elements);
            }
            case Type.TupleOf tuple ->
                    new Value.Sequence(
                            tuple, tuple.elements().stream().map(t -> value(t, random)).toList());
            case Type.ObjectOf object -> {
                Map<String, Value> attributes = new TreeMap<>();
                object.attributes().forEach((name, t) -> attributes.put(name, value(t, random)));
                yield Values.object(attributes);
            }
        };
    }

    private static List<Value> values(Type type, Random random) {
        List<Value> values = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            values.add(value(type, random));
        }
        return values;
    }
}
