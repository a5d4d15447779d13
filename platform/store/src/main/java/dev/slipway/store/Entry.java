package dev.slipway.store;

/// A key's value. `createRevision` is that of the write that made the key, `revision` that of the
/// latest. The byte array must not be changed.
public record Entry<I>(String key, byte[] value, I index, long createRevision, long revision) {}
