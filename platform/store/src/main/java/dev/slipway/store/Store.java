package dev.slipway.store;

import org.jspecify.annotations.Nullable;

/// An append-only log of revisions and the latest state it leads to. Each write gets the next
/// number of one global, gap-free sequence and is durable when the call returns. Keys are
/// `/`-separated paths (`apps/deployments/default/api`); values are bytes, from which an indexer
/// given at opening extracts what readers look for without decoding. Thread-safe; reads never wait
/// for writes.
///
/// @param <I> the index extracted from each value, held in memory beside it
public interface Store<I> extends AutoCloseable {
    /// The revision of the newest write that is durable and visible; 0 in an empty store.
    long revision();

    /// A watch can start at this revision or any later one.
    long compactedRevision();

    /// The state at the newest revision: immutable, free to keep, and free to take.
    Snapshot<I> snapshot();

    /// Writes one value. Throws [ConflictException] if the key is not as `expected`, and
    /// [StoreUnavailableException] if the disk refused; then nothing was written.
    Entry<I> put(String key, byte[] value, Expected expected);

    /// Deletes one key and returns the change, or null if the key was absent and `expected` allows
    /// that. Throws like `put`.
    @Nullable Change<I> delete(String key, Expected expected);

    /// Changes with a revision greater than `afterRevision` to keys that start with `prefix`, in
    /// order. Throws [CompactedException] if some of them are no longer kept.
    StoreWatch<I> watch(String prefix, long afterRevision);

    /// Forgets changes up to and including `revision`; the latest state stays. Watches can no
    /// longer start there when the call returns; the disk is cleared in the background.
    void compact(long revision);

    @Override
    void close();
}
