package dev.slipway.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The newest changes, held once for all watches. Since revisions have no gap, change `r` sits in
/// slot `r` modulo the size. One thread adds; readers take no lock: a slot that holds another
/// revision, or none, means that the change has left memory.
final class RecentChanges<I> {
    private static final int FIXED_BYTES = 256;

    private final AtomicReferenceArray<@Nullable Change<I>> slots;
    private final int revisionsMax;
    private final long bytesMax;

    /// Owned by the thread that adds.
    private long oldest;

    private long bytes;

    RecentChanges(StoreConfig.Recent limits, long newestRevision) {
        int size = Integer.highestOneBit(Math.max(1, limits.revisionsMax() - 1)) << 1;
        this.slots = new AtomicReferenceArray<>(size);
        this.revisionsMax = limits.revisionsMax();
        this.bytesMax = limits.bytesMax();
        this.oldest = newestRevision + 1;
    }

    void add(List<Change<I>> changes) {
        for (Change<I> change : changes) {
            while (change.revision() - oldest >= revisionsMax) {
                dropOldest();
            }
            slots.set(slot(change.revision()), change);
            bytes += size(change);
            while (bytes > bytesMax && oldest <= change.revision()) {
                dropOldest();
            }
        }
    }

    @Nullable Change<I> find(long revision) {
        Change<I> change = slots.get(slot(revision));
        return change != null && change.revision() == revision ? change : null;
    }

    private void dropOldest() {
        Change<I> dropped = slots.getAndSet(slot(oldest), null);
        if (dropped != null) {
            bytes -= size(dropped);
        }
        oldest++;
    }

    private int slot(long revision) {
        return (int) (revision & (slots.length() - 1));
    }

    private static long size(Change<?> change) {
        return FIXED_BYTES + size(change.previous()) + size(change.current());
    }

    private static long size(@Nullable Entry<?> entry) {
        return entry == null ? 0 : entry.value().length;
    }
}
