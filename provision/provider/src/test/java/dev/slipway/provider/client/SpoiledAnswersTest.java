package dev.slipway.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.WireFormatException;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.testing.ServedProvider;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.testing.Things;
import dev.slipway.provider.wire.Call;
import dev.slipway.provider.wire.DynamicValues;
import dev.slipway.provider.wire.Message;
import dev.slipway.provider.wire.MessageWriter;
import dev.slipway.provider.wire.Protocol;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a provider answers: it is read, or refused as what it is.
final class SpoiledAnswersTest {
    private static final String THING = "slipwaytest_thing";
    private static final int ROUNDS = 3_000;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void plansAndResultsAreReadOrRefused(long seed) {
        TestProvider provider = new TestProvider(folder);
        ServedProvider served = new ServedProvider(Protocol.V6, provider);
        Block block = Objects.requireNonNull(provider.schema().resource(THING)).block();
        Type type = block.type();
        Types types = new Types("test/spoiled", provider.schema());
        Type identity = types.identity(THING);
        Value config =
                Things.config(
                        block,
                        Map.of(
                                "name", Value.of("n"),
                                "fault", Value.of("warn"),
                                "anything", Value.of(1)));
        MessageWriter request =
                new MessageWriter()
                        .text(1, THING)
                        .message(2, DynamicValues.write(Value.nullOf(type), type))
                        .message(3, DynamicValues.write(config, type))
                        .message(4, DynamicValues.write(config, type));
        byte[] plan = served.answer(Call.PLAN, request.toByteArray());
        spoil(seed, plan, bytes -> Answers.planned(Message.of(bytes), type, identity));
        Value planned = Answers.planned(Message.of(plan), type, identity).value().planned();
        MessageWriter apply =
                new MessageWriter()
                        .text(1, THING)
                        .message(2, DynamicValues.write(Value.nullOf(type), type))
                        .message(3, DynamicValues.write(planned, type))
                        .message(4, DynamicValues.write(config, type));
        byte[] applied = served.answer(Call.APPLY, apply.toByteArray());
        spoil(seed, applied, bytes -> Answers.applied(Message.of(bytes), type, identity));
        spoil(seed, applied, bytes -> Answers.read(Message.of(bytes), type, identity));
        spoil(seed, applied, bytes -> Answers.imported(Message.of(bytes), types));
        spoil(seed, applied, bytes -> Answers.opened(Message.of(bytes), type));
    }

    private static void spoil(long seed, byte[] bytes, Consumer<byte[]> reader) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] spoiled = bytes.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
            }
            try {
                reader.accept(spoiled);
            } catch (WireFormatException | dev.slipway.provider.ProviderException e) {
                assertThat(e.getMessage()).as("seed %d, round %d", seed, i).isNotBlank();
            }
        }
    }
}
