package dev.slipway.store;

import java.time.InstantSource;

/// A store that is gone when closed: for tests, and for tools that need one for a moment. It is the
/// real store in everything but the disk.
public final class MemoryStore {
    private MemoryStore() {}

    public static <I> Store<I> open(Indexer<I> indexer, StoreConfig config) {
        return LogStore.open(new MemoryJournal(), indexer, config, InstantSource.system());
    }

    public static <I> Store<I> open(Indexer<I> indexer) {
        return open(indexer, StoreConfig.defaults());
    }
}
