package dev.slipway.provider.schema;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Type;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A body: its attributes and the blocks in it, by name. Compared by identity, which is enough
/// because a schema is read once; its type is calculated once.
public final class Block {
    /// A body with nothing in it.
    public static final Block EMPTY = new Block(new TreeMap<>(), new TreeMap<>(), Text.NONE);

    private final SortedMap<String, Attribute> attributes;
    private final SortedMap<String, NestedBlock> blocks;
    private final Text text;
    private final Type type;

    public Block(
            SortedMap<String, Attribute> attributes,
            SortedMap<String, NestedBlock> blocks,
            Text text) {
        this.attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        this.blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
        this.text = requireNonNull(text, "text");
        SortedMap<String, Type> types = new TreeMap<>(CodePointOrder.INSTANCE);
        attributes.forEach((name, attribute) -> types.put(name, attribute.type()));
        blocks.forEach((name, block) -> types.put(name, block.type()));
        this.type = Type.object(types);
    }

    public SortedMap<String, Attribute> attributes() {
        return attributes;
    }

    public SortedMap<String, NestedBlock> blocks() {
        return blocks;
    }

    public Text text() {
        return text;
    }

    /// The type of the object that such a body becomes.
    public Type type() {
        return type;
    }
}
