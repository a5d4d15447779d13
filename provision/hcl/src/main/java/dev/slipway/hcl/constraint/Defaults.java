package dev.slipway.hcl.constraint;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Values for optional attributes, at any depth of a constraint. They stand in for attributes that
/// are missing or null; a null object stays null, and an unknown one unknown.
public sealed interface Defaults {
    /// Nothing has a default.
    static Defaults none() {
        return new Nothing();
    }

    /// Nothing has a default.
    record Nothing() implements Defaults {}

    /// Of an object: values of its own attributes, and defaults inside of attributes.
    record OfObject(Map<String, Value> values, Map<String, Defaults> inside) implements Defaults {
        public OfObject {
            values = Map.copyOf(values);
            inside = Map.copyOf(inside);
        }
    }

    /// Of each element of a list, set or map.
    record OfElements(Defaults each) implements Defaults {}

    /// Of the elements of a tuple, by position.
    record OfTuple(List<Defaults> elements) implements Defaults {
        public OfTuple {
            elements = List.copyOf(elements);
        }
    }

    /// The value with defaults in place. Objects and collections may come back as objects and
    /// tuples, to be converted to the type of the constraint.
    default Value fill(Value value) {
        if (this instanceof Nothing || value.isNull() || !value.isKnown()) {
            return value;
        }
        Value inner = value.unmarked();
        Value filled =
                switch (this) {
                    case Nothing _ -> inner;
                    case OfObject object -> fillObject(object, inner);
                    case OfElements elements -> fillElements(elements.each(), inner);
                    case OfTuple tuple -> fillTuple(tuple.elements(), inner);
                };
        return filled.withMarks(value.marks());
    }

    private static Value fillObject(OfObject object, Value value) {
        if (!value.type().isMapping()) {
            return value;
        }
        Map<String, Value> attributes = new TreeMap<>(Values.entries(value));
        object.values()
                .forEach((name, standIn) -> {
                    Value given = attributes.get(name);
                    if (given == null || given.isNull()) {
                        attributes.put(name, standIn);
                    }
                });
        object.inside()
                .forEach((name, defaults) ->
                        attributes.computeIfPresent(name, (_, each) -> defaults.fill(each)));
        return Values.object(attributes);
    }

    private static Value fillElements(Defaults each, Value value) {
        if (value.type().isMapping()) {
            Map<String, Value> elements = new TreeMap<>(Values.entries(value));
            elements.replaceAll((_, element) -> each.fill(element));
            return Values.object(elements);
        }
        if (!value.type().isSequence()) {
            return value;
        }
        List<Value> elements = Values.elements(value).stream().map(each::fill).toList();
        return value.type() instanceof Type.SetOf && elements.isEmpty()
                ? value
                : Values.tuple(elements);
    }

    private static Value fillTuple(List<Defaults> defaults, Value value) {
        if (!value.type().isSequence()) {
            return value;
        }
        List<Value> elements = new ArrayList<>(Values.elements(value));
        for (int i = 0; i < Math.min(elements.size(), defaults.size()); i++) {
            elements.set(i, defaults.get(i).fill(elements.get(i)));
        }
        return Values.tuple(elements);
    }
}
