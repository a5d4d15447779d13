package dev.slipway.terraform.stored;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.RawState;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import dev.slipway.state.ObjectState;
import dev.slipway.state.StateException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredValueTest {
    private static final int ROUNDS = 3000;

    private static final String SAMPLE =
            """
            {"id":"a","size":1.5,"any":{"value":["x"],"type":["set","string"]},
             "tags":{"k":"v"},"members":["b","a","b"],"unknown":1}
            """;

    private static final Schema SCHEMA =
            schema(
                    Map.of(
                            "id",
                            Type.Primitive.STRING,
                            "size",
                            Type.Primitive.NUMBER,
                            "any",
                            Type.Any.DYNAMIC,
                            "tags",
                            Type.map(Type.Primitive.STRING),
                            "members",
                            Type.set(Type.Primitive.STRING),
                            "list",
                            Type.list(Type.Primitive.STRING)));

    @Test
    void readsValuesByTheirTypes() {
        Value value = read(SAMPLE, SCHEMA, List.of());
        assertThat(part(value, "id")).isEqualTo(Value.of("a"));
        assertThat(part(value, "any"))
                .isEqualTo(Values.set(Type.Primitive.STRING, List.of(Value.of("x"))));
        assertThat(part(value, "members"))
                .isEqualTo(
                        Values.set(Type.Primitive.STRING, List.of(Value.of("a"), Value.of("b"))));
        assertThat(part(value, "list")).isEqualTo(Value.nullOf(Type.list(Type.Primitive.STRING)));
        assertThat(part(value, "unknown")).isNull();
    }

    @Test
    void readsWhatItLooksLikeWithoutASchema() {
        Value value = read("{\"a\":[1,true,null],\"b\":{\"c\":\"d\"}}", null, List.of());
        assertThat(part(value, "a"))
                .isEqualTo(Values.tuple(List.of(Value.of(1), Value.of(true), Values.NULL)));
        assertThat(part(value, "b")).isEqualTo(Values.object(Map.of("c", Value.of("d"))));
    }

    @Test
    void marksWhatIsSensitive() {
        ValuePath key = ValuePath.ROOT.attribute("tags").index(Value.of("k"));
        ValuePath element = ValuePath.ROOT.attribute("members").index(Value.of("a"));
        Value value = read(SAMPLE, SCHEMA, List.of(key, element));
        Value tags = requireNonNull(part(value, "tags"));
        assertThat(tags.has(Mark.SENSITIVE)).isFalse();
        assertThat(Values.deepMarks(tags)).containsExactly(Mark.SENSITIVE);
        Value members = requireNonNull(part(value, "members"));
        assertThat(members.has(Mark.SENSITIVE)).isTrue();
    }

    @Test
    void refusesWhatIsNotWhatTheSchemaSays() {
        assertThatThrownBy(() -> read("{\"members\":5}", SCHEMA, List.of()))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("expected: an array");
        assertThatThrownBy(() -> read("{", SCHEMA, List.of()))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void readsAnyBytesOrRefusesThem() {
        Random random = new Random(20_261_125);
        byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = sample.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = sample[random.nextInt(sample.length)];
            }
            Schema schema = random.nextBoolean() ? SCHEMA : null;
            try {
                assertThat(StoredValue.of(object(bytes, List.of()), schema)).isNotNull();
            } catch (StateException e) {
                assertThat(e.getMessage()).as("round " + round).isNotBlank();
            }
        }
    }

    private static @Nullable Value part(Value value, String name) {
        return ValuePath.ROOT.attribute(name).in(value);
    }

    private static Value read(String json, @Nullable Schema schema, List<ValuePath> sensitive) {
        return StoredValue.of(object(json.getBytes(StandardCharsets.UTF_8), sensitive), schema);
    }

    private static ObjectState object(byte[] json, List<ValuePath> sensitive) {
        return new ObjectState(
                false,
                0,
                new RawState.Json(json),
                sensitive,
                PrivateData.NONE,
                null,
                List.of(),
                false);
    }

    private static Schema schema(Map<String, Type> types) {
        TreeMap<String, Attribute> attributes = new TreeMap<>();
        types.forEach((name, type) ->
                attributes.put(
                        name, new Attribute(type, null, Attribute.Use.OPTIONAL, false, Text.NONE)));
        return new Schema(0, new Block(attributes, new TreeMap<>(), Text.NONE));
    }
}
