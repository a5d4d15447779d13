package dev.slipway.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A watch pulls from what all share: the store publishes a change once, marks the topics that it
/// concerns, and unparks those of their readers that wait.
///
/// The order in which a batch is published makes this right without a lock: changes into memory,
/// then the topics' marks, then the store's revision, then waking. A reader looks at revision and
/// mark in the opposite order, so that a mark not above its position proves that nothing up to that
/// revision concerns it. It says that it waits before it looks, so no wake-up is lost.
final class LogWatch<I> implements StoreWatch<I> {
    private final LogStore<I> store;
    private final Topic topic;
    private volatile long position;
    private volatile boolean closed;
    private volatile @Nullable Thread waiting;

    LogWatch(LogStore<I> store, Topic topic, long position) {
        this.store = store;
        this.topic = topic;
        this.position = position;
    }

    @Override
    public List<Change<I>> poll(int max, Duration timeout) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max: " + max + " (expected: at least 1)");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            checkOpen();
            long newest = store.revision();
            if (newest > position && topic.newest() > position) {
                List<Change<I>> changes = read(newest, max);
                if (!changes.isEmpty()) {
                    return changes;
                }
            } else {
                skipTo(newest);
                if (!await(deadline)) {
                    return List.of();
                }
            }
        }
    }

    @Override
    public long position() {
        long newest = store.revision();
        if (topic.newest() <= position) {
            skipTo(newest);
        }
        return position;
    }

    @Override
    public void close() {
        closed = true;
        store.leave(this, topic);
        wake();
    }

    void wake() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreClosedException("The watch of \"" + topic.prefix + "\" is closed", null);
        }
        store.checkOpen();
    }

    private void skipTo(long newest) {
        position = Math.max(position, newest);
    }

    private List<Change<I>> read(long newest, int max) {
        List<Change<I>> found = new ArrayList<>();
        long next = position + 1;
        while (next <= newest && found.size() < max) {
            Change<I> change = store.recent().find(next);
            if (change == null) {
                next = store.readHistory(topic.prefix, next - 1, newest, max - found.size(), found);
            } else if (change.key().startsWith(topic.prefix)) {
                found.add(change);
            }
            next++;
        }
        position = next - 1;
        return found;
    }

    /// Waits until there may be something to read; false if time is up.
    private boolean await(long deadline) throws InterruptedException {
        waiting = Thread.currentThread();
        try {
            while (!closed && store.isOpen() && !isConcerned()) {
                long rest = deadline - System.nanoTime();
                if (rest <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, rest);
                if (Thread.interrupted()) {
                    throw new InterruptedException("Watch of " + topic.prefix);
                }
            }
            return true;
        } finally {
            waiting = null;
        }
    }

    private boolean isConcerned() {
        return store.revision() > position && topic.newest() > position;
    }
}
