package dev.slipway.hcl.decode;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a body must look like, and so the type of the object it is decoded to. Immutable.
public record Spec(List<Attribute> attributes, List<Nested> blocks) {
    /// An attribute that is converted to a type; if it is not required it may be missing, and null.
    public record Attribute(String name, Type type, boolean required) {}

    /// How blocks of one type become one value.
    public enum Nesting {
        /// At most one block, or null.
        SINGLE,
        /// A list in the order of the source; a tuple if the types inside differ.
        LIST,
        /// A set.
        SET,
        /// A map by the block's label.
        MAP
    }

    /// Blocks of a type, so many at least and at most; a maximum of zero means any number.
    public record Nested(String type, Nesting nesting, Spec spec, int min, int max) {
        BodySchema.Block schema() {
            return new BodySchema.Block(type, nesting == Nesting.MAP ? List.of("key") : List.of());
        }
    }

    public Spec {
        attributes = List.copyOf(attributes);
        blocks = List.copyOf(blocks);
    }

    BodySchema schema() {
        List<BodySchema.Attribute> names = new ArrayList<>();
        for (Attribute each : attributes) {
            names.add(new BodySchema.Attribute(each.name(), each.required()));
        }
        return new BodySchema(names, blocks.stream().map(Nested::schema).toList());
    }

    /// The type of what is decoded.
    public Type type() {
        SortedMap<String, Type> types = new TreeMap<>(CodePointOrder.INSTANCE);
        attributes.forEach(each -> types.put(each.name(), each.type()));
        blocks.forEach(each -> types.put(each.type(), nestedType(each)));
        return Type.object(types);
    }

    private static Type nestedType(Nested nested) {
        Type inner = nested.spec().type();
        boolean open = inner.hasDynamic();
        return switch (nested.nesting()) {
            case SINGLE -> inner;
            case LIST -> open ? Type.Any.DYNAMIC : Type.list(inner);
            case SET -> Type.set(inner);
            case MAP -> open ? Type.Any.DYNAMIC : Type.map(inner);
        };
    }
}
