package dev.slipway.provider.schema;

/// How nested blocks or objects become one value.
public enum Nesting {
    /// One object, or null.
    SINGLE,
    /// One object, never null: without a block, all of its attributes are.
    GROUP,
    LIST,
    SET,
    /// By the block's label.
    MAP
}
