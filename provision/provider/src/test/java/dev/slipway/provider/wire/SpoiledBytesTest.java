package dev.slipway.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.testing.SchemaWriter;
import dev.slipway.provider.testing.TestProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever bytes a provider sends: they are read, or refused as what they are.
final class SpoiledBytesTest {
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void schemasAreReadOrRefused(Protocol protocol) {
        ProviderSchema schema = new TestProvider(Path.of("unused")).schema();
        SchemaWriter writer = new SchemaWriter(protocol);
        spoil(
                5,
                writer.write(schema),
                bytes -> {
                    WireSchema opened = new WireSchema(protocol, bytes, new byte[0]);
                    opened.provider();
                    opened.providerMeta();
                    opened.resourceTypes().forEach(opened::resource);
                    opened.functionNames().forEach(opened::function);
                });
        spoil(
                6,
                writer.writeIdentities(schema),
                bytes -> {
                    WireSchema opened = new WireSchema(protocol, new byte[0], bytes);
                    opened.identity("slipwaytest_thing");
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void diagnosticsAreReadOrRefused(long seed) {
        byte[] bytes =
                new MessageWriter()
                        .message(
                                1,
                                new MessageWriter()
                                        .number(1, 1)
                                        .text(2, "summary")
                                        .message(
                                                4,
                                                new MessageWriter()
                                                        .message(
                                                                1, new MessageWriter().text(1, "a"))
                                                        .message(
                                                                1,
                                                                new MessageWriter().present(3, 0))))
                        .toByteArray();
        assertThat(Diagnosis.read(Message.of(bytes).messages(1)).getFirst().path())
                .isEqualTo(ValuePath.ROOT.attribute("a").index(0));
        spoil(seed, bytes, each -> Diagnosis.read(Message.of(each).messages(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void valuesInJsonAreReadOrRefused(long seed) {
        String json =
                "{\"any\":{\"type\":[\"list\",\"string\"],\"value\":[\"x\"]},\"n\":1.5,"
                        + "\"m\":{\"k\":true}}";
        TreeMap<String, Type> types = new TreeMap<>();
        types.put("any", Type.Any.DYNAMIC);
        types.put("n", Type.Primitive.NUMBER);
        types.put("m", Type.map(Type.Primitive.BOOL));
        types.put("none", Type.set(Type.Primitive.STRING));
        Type type = Type.object(types);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Value value = read(bytes, type);
        assertThat(value.isWhollyKnown()).isTrue();
        spoil(seed, bytes, each -> read(each, type));
    }

    private static Value read(byte[] json, Type type) {
        return DynamicValues.read(
                Message.of(new MessageWriter().bytes(2, json).toByteArray()), type);
    }

    private static void spoil(long seed, byte[] bytes, Consumer<byte[]> reader) {
        Random random = new Random(seed);
        reader.accept(bytes);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] spoiled = Arrays.copyOf(bytes, bytes.length - random.nextInt(2));
            for (int j = 0; j < 1 + random.nextInt(3); j++) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
            }
            try {
                reader.accept(spoiled);
            } catch (WireFormatException e) {
                assertThat(e).as("seed %d, round %d", seed, i).hasMessageContaining(":");
            }
        }
    }
}
