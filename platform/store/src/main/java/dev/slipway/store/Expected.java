package dev.slipway.store;

/// What a key must be like for a write to happen.
public sealed interface Expected {
    /// There must be no such key.
    record Absent() implements Expected {}

    /// The key's latest write must have this revision.
    record Revision(long revision) implements Expected {}

    /// Anything goes.
    record Anything() implements Expected {}
}
