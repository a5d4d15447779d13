package dev.slipway.terraform.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.json.PlanJson;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.saved.SavedPlan;
import dev.slipway.terraform.saved.SavedPlanFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Shows and saves plans of random values of random schemas.
class AnyPlanTest {
    private static final int ROUNDS = 400;
    private static final String SECRET = "TOP-SECRET";

    private static final List<String> TEXTS =
            List.of("", "x", "a\nb", "{\"k\":[1,2]}", "[]", "\u001b[2J", "é\u0000", "\n\n", "{");

    private final Random random = new Random(20_261_125);

    @Test
    void showsAndSavesAnyChangeWithoutSecretsOrControls() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Schema schema = new Schema(1, block(2));
            Value before = round % 3 == 0 ? nothing(schema) : body(schema.block(), false);
            Value after = round % 3 == 1 ? nothing(schema) : body(schema.block(), true);
            Action action =
                    before.isNull()
                            ? Action.CREATE
                            : after.isNull() ? Action.DELETE : Action.DELETE_THEN_CREATE;
            ResourceChange change =
                    PlanTextTest.change(
                            PlanTextTest.address("t", "r", InstanceKey.NONE),
                            new Change(action, before, after),
                            List.of("round " + round));
            check(schema, change, round);
        }
    }

    private static void check(Schema schema, ResourceChange change, int round) throws IOException {
        StringBuilder text = new StringBuilder();
        var plan = PlanTextTest.plan(List.of(change));
        new PlanText((_, _) -> schema, ViewOptions.PLAIN).write(plan, text);
        assertThat(text).as("round " + round).doesNotContain(SECRET, "\u001b", "\u0000");
        assertThat(text).contains("# t.r ").contains("Plan: ");
        SavedPlan saved = new SavedPlan(plan, new TreeMap<>(), new ModuleManifest(Map.of()), "");
        assertThat(SavedPlanFile.read(SavedPlanFile.write(saved), "it").plan())
                .as("round " + round)
                .isEqualTo(plan);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PlanJson((_, _) -> schema, "1.11.4").write(plan, null, out);
        JsonNode json = Golden.MAPPER.readTree(out.toByteArray());
        assertThat(json.path("resource_changes").path(0).path("address").asText()).isEqualTo("t.r");
    }

    private static Value nothing(Schema schema) {
        return Value.nullOf(schema.block().type());
    }

    private Block block(int depth) {
        TreeMap<String, Attribute> attributes = new TreeMap<>();
        for (String name : List.of("id", "name", "a", "b")) {
            Attribute.Use use = any(List.of(Attribute.Use.values()));
            boolean sensitive = random.nextInt(5) == 0;
            attributes.put(name, new Attribute(type(2), null, use, sensitive, Text.NONE));
        }
        TreeMap<String, Attribute> inner = new TreeMap<>(attributes);
        NestedObject nested = new NestedObject(inner, nesting());
        attributes.put(
                "nested",
                new Attribute(nested.type(), nested, Attribute.Use.OPTIONAL, false, Text.NONE));
        TreeMap<String, NestedBlock> blocks = new TreeMap<>();
        if (depth > 0) {
            blocks.put("block", new NestedBlock(block(depth - 1), nesting(), 0, 0));
        }
        return new Block(attributes, blocks, Text.NONE);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Nesting nesting() {
        return any(List.of(Nesting.values()));
    }

    private Type type(int depth) {
        Type inner = depth == 0 ? Type.Primitive.STRING : type(depth - 1);
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> Type.Primitive.NUMBER;
            case 1 -> Type.Primitive.BOOL;
            case 2 -> Type.Any.DYNAMIC;
            case 3 -> Type.Primitive.STRING;
            case 4 -> Type.list(inner);
            case 5 -> Type.set(inner);
            case 6 -> Type.map(inner);
            default -> Type.object(Map.of("k", inner, "name", Type.Primitive.STRING));
        };
    }

    private Value body(Block block, boolean unknowns) {
        Map<String, Value> values = new HashMap<>();
        block.attributes()
                .forEach((name, each) -> {
                    Value value =
                            each.sensitive()
                                    ? secret(each.type())
                                    : each.nested() == null
                                            ? value(each.type(), unknowns)
                                            : objects(each, unknowns);
                    values.put(name, value);
                });
        block.blocks()
                .forEach((name, each) -> {
                    List<Value> bodies = new ArrayList<>();
                    for (int i = random.nextInt(3); i > 0; i--) {
                        bodies.add(body(each.block(), unknowns));
                    }
                    values.put(name, together(each.nesting(), each.type(), bodies));
                });
        return Values.object(values);
    }

    private Value secret(Type type) {
        return type == Type.Primitive.STRING ? Value.of(SECRET) : Value.nullOf(type);
    }

    private Value objects(Attribute attribute, boolean unknowns) {
        List<Value> objects = new ArrayList<>();
        NestedObject nested = attribute.nested();
        if (nested == null || random.nextInt(6) == 0) {
            return unknowns ? Value.unknown(attribute.type()) : Value.nullOf(attribute.type());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Map<String, Value> values = new HashMap<>();
            nested.attributes()
                    .forEach((name, each) ->
                            values.put(
                                    name,
                                    each.sensitive()
                                            ? secret(each.type())
                                            : value(each.type(), unknowns)));
            objects.add(Values.object(values));
        }
        return together(nested.nesting(), attribute.type(), objects);
    }

    private static Value together(Nesting nesting, Type type, List<Value> parts) {
        return switch (nesting) {
            case SINGLE, GROUP -> parts.isEmpty() ? Value.nullOf(type) : parts.getFirst();
            case LIST -> Values.tuple(parts);
            case SET -> Values.set(Type.Any.DYNAMIC, parts);
            case MAP -> {
                Map<String, Value> named = new HashMap<>();
                parts.forEach(each -> named.put("k" + named.size(), each));
                yield Values.object(named);
            }
        };
    }

    private Value value(Type type, boolean unknowns) {
        int chance = random.nextInt(12);
        if (chance == 0) {
            return Value.nullOf(type);
        }
        if (chance == 1 && unknowns) {
            return Value.unknown(type);
        }
        if (chance == 2 && (type == Type.Primitive.STRING || type.isDynamic())) {
            return Value.of(SECRET).withMark(Mark.SENSITIVE);
        }
        return switch (type) {
            case Type.Primitive.STRING -> Value.of(any(TEXTS));
            case Type.Primitive.NUMBER -> Value.of(random.nextInt(3));
            case Type.Primitive.BOOL -> Value.of(random.nextBoolean());
            case Type.Any _ -> value(type(2), unknowns);
            case Type.ListOf(Type element) -> Values.list(element, elements(element, unknowns));
            case Type.SetOf(Type element) -> Values.set(element, elements(element, unknowns));
            case Type.MapOf(Type element) -> {
                Map<String, Value> parts = new HashMap<>();
                elements(element, unknowns).forEach(each -> parts.put("k" + parts.size(), each));
                yield Values.map(element, parts);
            }
            case Type.TupleOf _ -> Values.tuple(List.of());
            case Type.ObjectOf object -> {
                Map<String, Value> parts = new HashMap<>();
                object.attributes().forEach((name, each) -> parts.put(name, value(each, unknowns)));
                yield Values.object(parts);
            }
        };
    }

    private List<Value> elements(Type element, boolean unknowns) {
        List<Value> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(value(element, unknowns));
        }
        return elements;
    }

    @Test
    void knowsPathsOfWhatForcesReplacement() {
        Differ differ = new Differ(List.of(ValuePath.ROOT.attribute("a")));
        assertThat(differ.replaces(ValuePath.ROOT.attribute("a"))).isTrue();
        assertThat(differ.replaces(ValuePath.ROOT)).isFalse();
    }
}
