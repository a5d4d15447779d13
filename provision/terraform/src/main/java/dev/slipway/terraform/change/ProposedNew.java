package dev.slipway.terraform.change;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a provider is asked to agree to: the configuration where it says something, and what is
/// there already where it leaves the choice to the provider. Elements of lists are those of the
/// same index, those of maps of the same key, those of sets whichever are the same but for what
/// providers choose. Stateless.
///
/// Source: the provider protocol's "Resource Instance Change Lifecycle".
final class ProposedNew {
    private ProposedNew() {}

    /// `prior` is null where the object is to be made; both are without marks.
    static Value of(Block schema, Value prior, Value config) {
        return block(schema, prior, config);
    }

    private static Value block(Block schema, Value prior, Value config) {
        if (!(config instanceof Value.Mapping configured)) {
            return config;
        }
        Map<String, Value> values = new TreeMap<>();
        schema.attributes()
                .forEach((name, attribute) ->
                        values.put(
                                name,
                                attribute(attribute, part(prior, name), part(configured, name))));
        schema.blocks()
                .forEach((name, nested) ->
                        values.put(
                                name, nested(nested, part(prior, name), part(configured, name))));
        return Values.object(values);
    }

    private static Value part(Value value, String name) {
        return value instanceof Value.Mapping mapping
                ? mapping.elements().getOrDefault(name, Values.NULL)
                : Values.NULL;
    }

    private static Value attribute(Attribute schema, Value prior, Value config) {
        if (schema.use().isWriteOnly()) {
            return Value.nullOf(schema.type());
        }
        if (schema.use().isComputed() && config.isNull()) {
            return prior.isNull() ? Value.nullOf(schema.type()) : prior;
        }
        return schema.nested() == null ? config : objects(schema.nested(), prior, config);
    }

    private static Value nested(NestedBlock schema, Value prior, Value config) {
        return elements(
                schema.nesting(),
                prior,
                config,
                (before, now) -> block(schema.block(), before, now),
                (before, now) -> Correlation.isSame(schema.block(), before, now));
    }

    private static Value objects(NestedObject schema, Value prior, Value config) {
        return elements(
                schema.nesting(),
                prior,
                config,
                (before, now) -> object(schema, before, now),
                (before, now) -> Correlation.isSame(schema, before, now));
    }

    private static Value object(NestedObject schema, Value prior, Value config) {
        if (!(config instanceof Value.Mapping configured)) {
            return config;
        }
        Map<String, Value> values = new TreeMap<>();
        schema.attributes()
                .forEach((name, attribute) ->
                        values.put(
                                name,
                                attribute(attribute, part(prior, name), part(configured, name))));
        return Values.object(values);
    }

    /// Joins an element before with one now.
    @FunctionalInterface
    private interface Join {
        Value of(Value prior, Value config);
    }

    /// Whether an element before can be what an element now is.
    @FunctionalInterface
    private interface Match {
        boolean test(Value prior, Value config);
    }

    private static Value elements(
            Nesting nesting, Value prior, Value config, Join join, Match match) {
        if (config.isNull() || !config.isKnown()) {
            return config;
        }
        return switch (nesting) {
            case SINGLE, GROUP -> join.of(prior, config);
            case LIST -> list(prior, (Value.Sequence) config, join);
            case SET -> set(prior, (Value.Sequence) config, join, match);
            case MAP -> map(prior, (Value.Mapping) config, join);
        };
    }

    private static Value list(Value prior, Value.Sequence config, Join join) {
        List<Value> before = sequence(prior);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < config.elements().size(); i++) {
            Value earlier = i < before.size() ? before.get(i) : Values.NULL;
            values.add(join.of(earlier, config.elements().get(i)));
        }
        return config.type() instanceof Type.TupleOf
                ? Values.tuple(values)
                : new Value.Sequence(config.type(), values);
    }

    private static Value set(Value prior, Value.Sequence config, Join join, Match match) {
        List<Value> now = config.elements();
        List<@Nullable Value> earlier = Pairing.of(sequence(prior), now, match::test);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            Value before = earlier.get(i);
            values.add(join.of(before == null ? Values.NULL : before, now.get(i)));
        }
        return Values.set(config.type().elementType(), values);
    }

    private static Value map(Value prior, Value.Mapping config, Join join) {
        Map<String, Value> values = new TreeMap<>();
        config.elements().forEach((key, each) -> values.put(key, join.of(part(prior, key), each)));
        return config.type() instanceof Type.ObjectOf
                ? Values.object(values)
                : Values.map(config.type().elementType(), values);
    }

    private static List<Value> sequence(Value value) {
        return value instanceof Value.Sequence sequence ? sequence.elements() : List.of();
    }
}
