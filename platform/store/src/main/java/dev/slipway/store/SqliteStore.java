package dev.slipway.store;

import java.nio.file.Path;
import java.time.InstantSource;

/// A store in a folder, held by a SQLite database that any SQLite tool can read. One process at a
/// time has it open. The format is in docs/format/store.md.
public final class SqliteStore {
    private SqliteStore() {}

    /// Opens the store of that folder, and makes it if there is none.
    ///
    /// @throws StoreLockedException if a process, also this one, has it open
    /// @throws StoreFormatException if the files are damaged, newer or not a store
    /// @throws StoreUnavailableException if the folder cannot be made or written
    public static <I> Store<I> open(Path folder, Indexer<I> indexer, StoreConfig config) {
        return open(folder, indexer, config, InstantSource.system());
    }

    static <I> LogStore<I> open(
            Path folder, Indexer<I> indexer, StoreConfig config, InstantSource clock) {
        return LogStore.open(
                SqliteJournal.open(folder, config.diskBytesMax()), indexer, config, clock);
    }
}
