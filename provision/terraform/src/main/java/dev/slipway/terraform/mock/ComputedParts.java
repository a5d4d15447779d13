package dev.slipway.terraform.mock;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the attributes of an object that its provider has to compute, in nested blocks and objects
/// too. Stateless.
final class ComputedParts {
    private ComputedParts() {}

    /// What an attribute becomes.
    @FunctionalInterface
    interface Computation {
        Value of(ValuePath path, Type type);
    }

    /// The object with all computed attributes that are null or unknown in it replaced.
    static Value compute(Block schema, Value object, Computation computation) {
        return block(schema, object, ValuePath.ROOT, computation);
    }

    private static Value block(Block schema, Value value, ValuePath path, Computation computation) {
        if (!(value instanceof Value.Mapping mapping)) {
            return value;
        }
        Map<String, Value> parts = attributes(schema.attributes(), mapping, path, computation);
        for (Map.Entry<String, NestedBlock> each : schema.blocks().entrySet()) {
            NestedBlock nested = each.getValue();
            Value part = mapping.elements().getOrDefault(each.getKey(), Values.NULL);
            parts.put(
                    each.getKey(),
                    elements(
                            nested.nesting(),
                            part,
                            path.attribute(each.getKey()),
                            (inner, place) -> block(nested.block(), inner, place, computation)));
        }
        return Values.object(parts);
    }

    private static Map<String, Value> attributes(
            SortedMap<String, Attribute> schema,
            Value.Mapping object,
            ValuePath path,
            Computation computation) {
        Map<String, Value> parts = new TreeMap<>();
        schema.forEach((name, attribute) -> {
            Value part = object.elements().getOrDefault(name, Value.nullOf(attribute.type()));
            parts.put(name, attribute(attribute, part, path.attribute(name), computation));
        });
        return parts;
    }

    private static Value attribute(
            Attribute schema, Value value, ValuePath path, Computation computation) {
        if (schema.use().isComputed() && (value.isNull() || !value.isKnown())) {
            return computation.of(path, schema.type());
        }
        NestedObject nested = schema.nested();
        return nested == null
                ? value
                : elements(
                        nested.nesting(),
                        value,
                        path,
                        (inner, place) ->
                                inner instanceof Value.Mapping mapping
                                        ? Values.object(
                                                attributes(
                                                        nested.attributes(),
                                                        mapping,
                                                        place,
                                                        computation))
                                        : inner);
    }

    @FunctionalInterface
    private interface Change {
        Value of(Value element, ValuePath path);
    }

    private static Value elements(Nesting nesting, Value value, ValuePath path, Change change) {
        if (value.isNull() || !value.isKnown()) {
            return value;
        }
        return switch (nesting) {
            case SINGLE, GROUP -> change.of(value, path);
            case LIST, SET -> sequence((Value.Sequence) value, path, change);
            case MAP -> mapping((Value.Mapping) value, path, change);
        };
    }

    private static Value sequence(Value.Sequence value, ValuePath path, Change change) {
        List<Value> elements = new ArrayList<>();
        for (Value each : value.elements()) {
            elements.add(change.of(each, path.index(elements.size())));
        }
        return switch (value.type()) {
            case Type.SetOf(Type element) -> Values.set(element, elements);
            case Type.ListOf(Type element) -> Values.list(element, elements);
            default -> Values.tuple(elements);
        };
    }

    private static Value mapping(Value.Mapping value, ValuePath path, Change change) {
        Map<String, Value> elements = new TreeMap<>();
        value.elements()
                .forEach((key, each) ->
                        elements.put(key, change.of(each, path.index(Value.of(key)))));
        return value.type() instanceof Type.MapOf(Type element)
                ? Values.map(element, elements)
                : Values.object(elements);
    }
}
