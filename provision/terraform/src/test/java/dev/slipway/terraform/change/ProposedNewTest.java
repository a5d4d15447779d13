package dev.slipway.terraform.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Attribute.Use;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the protocol's "Resource Instance Change Lifecycle" asks of the proposed new state, for any
/// schema and any configuration.
final class ProposedNewTest {
    private static final int ROUNDS = 1000;

    private static void forAnySeed(IntConsumer property) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /// A schema, a configuration, and what came of it when it was applied.
    private record Drawn(AnySchema any, Block schema, Value config, Value made) {
        static Drawn of(int seed) {
            AnySchema any = new AnySchema(new Random(seed));
            Block schema = any.block();
            Value config = any.config(schema);
            Value proposed = ProposedNew.of(schema, Value.nullOf(schema.type()), config);
            return new Drawn(any, schema, config, any.made(schema, proposed));
        }
    }

    @Test
    void changesNothingWhereNothingChanged() {
        forAnySeed(seed -> {
            Drawn drawn = Drawn.of(seed);
            assertThat(ProposedNew.of(drawn.schema, drawn.made, drawn.config))
                    .isEqualTo(drawn.made);
        });
    }

    @Test
    void isWhollyKnownWhereConfigurationAndStateAre() {
        forAnySeed(seed -> {
            Drawn drawn = Drawn.of(seed);
            Value other = drawn.any.config(drawn.schema);
            Value proposed = ProposedNew.of(drawn.schema, drawn.made, other);
            assertThat(proposed.isWhollyKnown()).isTrue();
            assertThat(proposed.type()).isEqualTo(drawn.schema.type());
        });
    }

    @Test
    void isWhatTheConfigurationSaysElseWhatWasThere() {
        forAnySeed(seed -> {
            Drawn drawn = Drawn.of(seed);
            Value other = drawn.any.config(drawn.schema);
            check(drawn.schema, drawn.made, other, ProposedNew.of(drawn.schema, drawn.made, other));
        });
    }

    /// Of attributes, and of blocks that are not in sets.
    private static void check(Block schema, Value prior, Value config, Value proposed) {
        Map<String, Value> before = entries(prior);
        Map<String, Value> now = entries(config);
        Map<String, Value> result = entries(proposed);
        schema.attributes()
                .forEach((name, each) -> {
                    Value said = now.getOrDefault(name, Values.NULL);
                    Value kept = before.getOrDefault(name, Value.nullOf(each.type()));
                    if (said.isNull()) {
                        assertThat(result.get(name))
                                .as(name)
                                .isEqualTo(each.use().isComputed() ? kept : said);
                    } else if (each.nested() == null) {
                        assertThat(result.get(name)).as(name).isEqualTo(said);
                    }
                });
        schema.blocks()
                .forEach((name, each) ->
                        checkBlocks(
                                each,
                                before.getOrDefault(name, Values.NULL),
                                now.getOrDefault(name, Values.NULL),
                                result.getOrDefault(name, Values.NULL)));
    }

    private static void checkBlocks(NestedBlock schema, Value prior, Value config, Value proposed) {
        switch (schema.nesting()) {
            case SINGLE, GROUP -> {
                assertThat(proposed.isNull()).isEqualTo(config.isNull());
                if (!config.isNull()) {
                    check(schema.block(), prior, config, proposed);
                }
            }
            case LIST -> {
                List<Value> before = elements(prior);
                List<Value> now = elements(config);
                assertThat(elements(proposed)).hasSameSizeAs(now);
                for (int i = 0; i < now.size(); i++) {
                    Value earlier = i < before.size() ? before.get(i) : Values.NULL;
                    check(schema.block(), earlier, now.get(i), elements(proposed).get(i));
                }
            }
            case MAP -> {
                assertThat(entries(proposed)).containsOnlyKeys(entries(config).keySet());
                entries(config)
                        .forEach((key, now) ->
                                check(
                                        schema.block(),
                                        entries(prior).getOrDefault(key, Values.NULL),
                                        now,
                                        entries(proposed).getOrDefault(key, Values.NULL)));
            }
            case SET -> {}
        }
    }

    private static Map<String, Value> entries(Value value) {
        return value instanceof Value.Mapping mapping ? mapping.elements() : Map.of();
    }

    private static List<Value> elements(@Nullable Value value) {
        return value instanceof Value.Sequence sequence ? sequence.elements() : List.of();
    }

    /// Elements of a set keep what the provider chose for them, whatever comes beside them.
    @Test
    void elementsOfSetsStayTheSameBesideOthers() {
        Block element =
                new Block(
                        new TreeMap<>(
                                Map.of(
                                        "a", text(Use.OPTIONAL_COMPUTED),
                                        "b", text(Use.OPTIONAL_COMPUTED),
                                        "c", text(Use.OPTIONAL))),
                        new TreeMap<>(),
                        Text.NONE);
        Block schema =
                new Block(
                        new TreeMap<>(),
                        new TreeMap<>(Map.of("set", new NestedBlock(element, Nesting.SET, 0, 0))),
                        Text.NONE);
        forAnySeed(seed -> {
            Random chance = new Random(seed);
            AnySchema any = new AnySchema(chance).withCommonChoices();
            Value config = any.config(schema);
            Value made =
                    any.made(schema, ProposedNew.of(schema, Value.nullOf(schema.type()), config));
            int size = elements(entries(config).get("set")).size();
            if (elements(entries(made).get("set")).size() < size) {
                // What the provider chose made two of them one.
                return;
            }
            List<Value> more = new ArrayList<>(elements(entries(config).get("set")));
            more.add(
                    Values.object(
                            Map.of(
                                    "a", Value.nullOf(Type.Primitive.STRING),
                                    "b", Value.nullOf(Type.Primitive.STRING),
                                    "c", Value.of("new"))));
            Collections.shuffle(more, chance);
            Value proposed =
                    ProposedNew.of(
                            schema,
                            made,
                            Values.object(Map.of("set", Values.set(element.type(), more))));
            assertThat(elements(entries(proposed).get("set")))
                    .containsAll(elements(entries(made).get("set")))
                    .hasSize(more.size());
        });
    }

    @Test
    void whatIsNotKnownYetIsProposedAsThat() {
        Block schema =
                new Block(
                        new TreeMap<>(Map.of("a", text(Use.OPTIONAL_COMPUTED))),
                        new TreeMap<>(),
                        Text.NONE);
        Value unknown = Values.object(Map.of("a", Value.unknown(Type.Primitive.STRING)));
        Value prior = Values.object(Map.of("a", Value.of("x")));
        assertThat(ProposedNew.of(schema, prior, unknown)).isEqualTo(unknown);
    }

    private static Attribute text(Use use) {
        return new Attribute(Type.Primitive.STRING, null, use, false, Text.NONE);
    }
}
