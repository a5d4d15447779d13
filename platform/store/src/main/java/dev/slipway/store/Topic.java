package dev.slipway.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// All watches of one prefix. Thread-safe.
final class Topic {
    final String prefix;
    final Set<LogWatch<?>> watches = ConcurrentHashMap.newKeySet();

    /// The revision of the newest change under the prefix, or a later one.
    private volatile long newest;

    private final AtomicBoolean due = new AtomicBoolean();

    Topic(String prefix, long newest) {
        this.prefix = prefix;
        this.newest = newest;
    }

    long newest() {
        return newest;
    }

    void mark(long revision) {
        newest = revision;
    }

    /// True if it has to be put in the announcer's queue, false if it is there already.
    boolean becomeDue() {
        return !watches.isEmpty() && due.compareAndSet(false, true);
    }

    void wake() {
        // First, because a mark that comes while this wakes may be missed by those woken already.
        due.set(false);
        for (LogWatch<?> watch : watches) {
            watch.wake();
        }
    }
}
