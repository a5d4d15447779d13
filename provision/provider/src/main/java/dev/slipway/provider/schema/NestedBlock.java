package dev.slipway.provider.schema;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Type;

/// Blocks of one type inside of a block; so many at least and at most, where a maximum of zero
/// means any number.
public record NestedBlock(Block block, Nesting nesting, long minItems, long maxItems) {
    public NestedBlock {
        requireNonNull(block, "block");
        requireNonNull(nesting, "nesting");
    }

    /// The type of the value that all of them become. Where types inside are not fixed, lists
    /// become tuples and maps objects, so that the type is not fixed either.
    public Type type() {
        Type object = block.type();
        return switch (nesting) {
            case SINGLE, GROUP -> object;
            case LIST -> object.hasDynamic() ? Type.Any.DYNAMIC : Type.list(object);
            case SET -> Type.set(object);
            case MAP -> object.hasDynamic() ? Type.Any.DYNAMIC : Type.map(object);
        };
    }
}
