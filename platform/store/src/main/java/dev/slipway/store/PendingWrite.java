package dev.slipway.store;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A write that waits for its transaction. Made and awaited by the thread that writes, completed
/// once by the store's writer thread.
final class PendingWrite<I> {

    /// What became of a write.
    sealed interface Outcome<I> {
        record Written<I>(Change<I> change) implements Outcome<I> {}

        /// There was nothing to delete.
        record Unchanged<I>() implements Outcome<I> {}

        record Conflicted<I>(long currentRevision) implements Outcome<I> {}

        record Failed<I>(StoreUnavailableException cause) implements Outcome<I> {}
    }

    private final String key;
    private final byte @Nullable [] value;
    private final @Nullable I index;
    private final Expected expected;
    private final Thread writer = Thread.currentThread();
    private volatile @Nullable Outcome<I> outcome;

    private PendingWrite(
            String key, byte @Nullable [] value, @Nullable I index, Expected expected) {
        this.key = key;
        this.value = value;
        this.index = index;
        this.expected = expected;
    }

    static <I> PendingWrite<I> put(String key, byte[] value, I index, Expected expected) {
        return new PendingWrite<>(key, value, index, expected);
    }

    static <I> PendingWrite<I> delete(String key, Expected expected) {
        return new PendingWrite<>(key, null, null, expected);
    }

    String key() {
        return key;
    }

    Expected expected() {
        return expected;
    }

    int bytes() {
        return key.length() + (value == null ? 0 : value.length);
    }

    /// The change this write makes of what is there now, or null if there is nothing to delete.
    @Nullable Change<I> apply(@Nullable Entry<I> previous, long revision) {
        if (value == null || index == null) {
            return previous == null ? null : new Change<>(revision, key, previous, null);
        }
        long created = previous == null ? revision : previous.createRevision();
        Entry<I> entry = new Entry<>(key, value, index, created, revision);
        return new Change<>(revision, key, previous, entry);
    }

    void complete(Outcome<I> outcome) {
        this.outcome = outcome;
        LockSupport.unpark(writer);
    }

    /// Waits for the outcome even if interrupted: by then the write may have happened, and only the
    /// outcome tells.
    Outcome<I> await() {
        boolean interrupted = false;
        Outcome<I> found = outcome;
        while (found == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            found = outcome;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return found;
    }
}
