package dev.slipway.hcl.decode;

import java.util.List;
import java.util.Optional;

/// The attributes and blocks a reader knows. Immutable.
public record BodySchema(List<Attribute> attributes, List<Block> blocks) {
    /// An attribute by name.
    public record Attribute(String name, boolean required) {}

    /// A type of block, and what its labels are called.
    public record Block(String type, List<String> labelNames) {
        public Block {
            labelNames = List.copyOf(labelNames);
        }
    }

    public BodySchema {
        attributes = List.copyOf(attributes);
        blocks = List.copyOf(blocks);
    }

    Optional<Attribute> findAttribute(String name) {
        return attributes.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    Optional<Block> findBlock(String type) {
        return blocks.stream().filter(each -> each.type().equals(type)).findFirst();
    }
}
