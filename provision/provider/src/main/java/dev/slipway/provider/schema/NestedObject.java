package dev.slipway.provider.schema;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Type;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The objects an attribute consists of.
public record NestedObject(SortedMap<String, Attribute> attributes, Nesting nesting) {
    public NestedObject {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        requireNonNull(nesting, "nesting");
    }

    /// The type of one object.
    public Type objectType() {
        SortedMap<String, Type> types = new TreeMap<>(CodePointOrder.INSTANCE);
        attributes.forEach((name, attribute) -> types.put(name, attribute.type()));
        return Type.object(types);
    }

    /// The type of the attribute.
    public Type type() {
        return switch (nesting) {
            case SINGLE, GROUP -> objectType();
            case LIST -> Type.list(objectType());
            case SET -> Type.set(objectType());
            case MAP -> Type.map(objectType());
        };
    }
}
