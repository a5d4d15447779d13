package dev.slipway.client;

import dev.slipway.model.Resource;

/// One change. `revision` is the store's revision it was made at: the one to resume a watch from.
public sealed interface WatchEvent<T extends Resource> {
    long revision();

    record Added<T extends Resource>(T object, long revision) implements WatchEvent<T> {}

    record Modified<T extends Resource>(T object, long revision) implements WatchEvent<T> {}

    /// `object` is the last state before the deletion.
    record Deleted<T extends Resource>(T object, long revision) implements WatchEvent<T> {}

    /// Nothing changed up to `revision`.
    record Bookmark<T extends Resource>(long revision) implements WatchEvent<T> {}
}
