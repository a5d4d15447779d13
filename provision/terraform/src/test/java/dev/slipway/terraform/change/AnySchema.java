package dev.slipway.terraform.change;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Attribute.Use;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Draws schemas, configurations that fit them, and what a provider might make of the latter. Few
/// values are drawn from, so that elements of sets are often alike. Belongs to one thread.
final class AnySchema {
    private static final Use[] USES = {
        Use.REQUIRED, Use.OPTIONAL, Use.OPTIONAL_COMPUTED, Use.COMPUTED
    };
    private static final int ATTRIBUTES_MAX = 3;
    private static final int ELEMENTS_MAX = 4;
    private static final int DEPTH_MAX = 2;
    private static final int VALUES = 2;

    private final RandomGenerator chance;
    private int chosen;
    private boolean commonChoices;

    AnySchema(RandomGenerator chance) {
        this.chance = chance;
    }

    Block block() {
        return block(0);
    }

    private Block block(int depth) {
        SortedMap<String, NestedBlock> blocks = new TreeMap<>();
        if (depth < DEPTH_MAX) {
            for (Nesting each : Nesting.values()) {
                if (chance.nextInt(3) == 0) {
                    blocks.put("b" + each, new NestedBlock(block(depth + 1), each, 0, 0));
                }
            }
        }
        return new Block(attributes(depth), blocks, Text.NONE);
    }

    private SortedMap<String, Attribute> attributes(int depth) {
        SortedMap<String, Attribute> attributes = new TreeMap<>();
        for (int i = 0; i <= chance.nextInt(ATTRIBUTES_MAX); i++) {
            Use use = USES[chance.nextInt(USES.length)];
            attributes.put("a" + i, attribute(use, depth));
        }
        return attributes;
    }

    private Attribute attribute(Use use, int depth) {
        if (depth == DEPTH_MAX || chance.nextInt(3) > 0) {
            return new Attribute(Type.Primitive.STRING, null, use, false, Text.NONE);
        }
        Nesting[] kinds = {Nesting.SINGLE, Nesting.LIST, Nesting.SET, Nesting.MAP};
        NestedObject nested =
                new NestedObject(attributes(depth + 1), kinds[chance.nextInt(kinds.length)]);
        return new Attribute(nested.type(), nested, use, false, Text.NONE);
    }

    /// What somebody might have written.
    Value config(Block block) {
        Map<String, Value> values = new TreeMap<>();
        block.attributes().forEach((name, each) -> values.put(name, config(each)));
        block.blocks()
                .forEach((name, each) ->
                        values.put(
                                name,
                                each.nesting() == Nesting.SINGLE && chance.nextBoolean()
                                        ? Value.nullOf(each.block().type())
                                        : nested(
                                                each.nesting(),
                                                each.block().type(),
                                                () -> config(each.block()))));
        return Values.object(values);
    }

    private Value config(Attribute attribute) {
        boolean said =
                switch (attribute.use()) {
                    case REQUIRED -> true;
                    case OPTIONAL, OPTIONAL_COMPUTED -> chance.nextBoolean();
                    default -> false;
                };
        if (!said) {
            return Value.nullOf(attribute.type());
        }
        NestedObject nested = attribute.nested();
        return nested == null
                ? Value.of("v" + chance.nextInt(VALUES))
                : nested(nested.nesting(), nested.objectType(), () -> object(nested));
    }

    private Value object(NestedObject nested) {
        Map<String, Value> values = new TreeMap<>();
        nested.attributes().forEach((name, each) -> values.put(name, config(each)));
        return Values.object(values);
    }

    private Value nested(Nesting nesting, Type type, Supplier<Value> one) {
        if (nesting == Nesting.SINGLE || nesting == Nesting.GROUP) {
            return one.get();
        }
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < chance.nextInt(ELEMENTS_MAX + 1); i++) {
            elements.add(one.get());
        }
        return switch (nesting) {
            case LIST -> Values.list(type, elements);
            case SET -> Values.set(type, elements);
            default -> {
                Map<String, Value> entries = new TreeMap<>();
                elements.forEach(each -> entries.put("k" + entries.size(), each));
                yield Values.map(type, entries);
            }
        };
    }

    /// As if the provider chose values that others were given, too.
    AnySchema withCommonChoices() {
        commonChoices = true;
        return this;
    }

    /// The planned value with all that is left to the provider, each unlike any other if nothing
    /// else is said.
    Value made(Block block, Value planned) {
        if (planned.isNull()) {
            return planned;
        }
        Map<String, Value> values = new TreeMap<>(Values.entries(planned));
        block.attributes()
                .forEach((name, each) -> values.computeIfPresent(name, (_, v) -> made(each, v)));
        block.blocks()
                .forEach((name, each) ->
                        values.computeIfPresent(
                                name, (_, v) -> each(v, one -> made(each.block(), one))));
        return Values.object(values);
    }

    private Value made(Attribute attribute, Value planned) {
        NestedObject nested = attribute.nested();
        if (planned.isNull()) {
            boolean chooses = attribute.use().isComputed() && nested == null;
            boolean common = commonChoices && chance.nextBoolean();
            String choice = common ? "v" + chance.nextInt(VALUES) : "chosen" + chosen++;
            return chooses ? Value.of(choice) : planned;
        }
        return nested == null ? planned : each(planned, one -> made(nested, one));
    }

    private Value made(NestedObject nested, Value planned) {
        Map<String, Value> values = new TreeMap<>(Values.entries(planned));
        nested.attributes()
                .forEach((name, each) -> values.computeIfPresent(name, (_, v) -> made(each, v)));
        return Values.object(values);
    }

    private static Value each(Value all, java.util.function.UnaryOperator<Value> change) {
        return switch (all) {
            case Value.Sequence sequence -> {
                List<Value> changed = sequence.elements().stream().map(change).toList();
                yield sequence.type() instanceof Type.SetOf(Type element)
                        ? Values.set(element, changed)
                        : new Value.Sequence(sequence.type(), changed);
            }
            case Value.Mapping mapping when mapping.type() instanceof Type.MapOf(Type element) -> {
                Map<String, Value> changed = new TreeMap<>();
                mapping.elements().forEach((key, one) -> changed.put(key, change.apply(one)));
                yield Values.map(element, changed);
            }
            case Value.Mapping object -> change.apply(object);
            default -> all;
        };
    }
}
