package dev.slipway.provider.schema;

import static java.util.Objects.requireNonNull;

/// A block, and the version of it that kept state is upgraded to.
public record Schema(long version, Block block) {
    public Schema {
        requireNonNull(block, "block");
    }
}
