package dev.slipway.store;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// Wakes the readers of topics on a thread of its own, so that a thousand of them do not hold up
/// the next transaction. Topics that are marked again before their turn are taken once, so the
/// queue is no longer than there are topics. Thread-safe.
final class Announcer implements AutoCloseable {
    private final Queue<Topic> due = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    Announcer() {
        thread = Thread.ofVirtual().name("slipway-store-announcer").start(this::run);
    }

    void announce(Collection<Topic> topics) {
        boolean added = false;
        for (Topic topic : topics) {
            if (topic.becomeDue()) {
                added |= due.add(topic);
            }
        }
        if (added) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (true) {
            Topic topic = due.poll();
            if (topic != null) {
                topic.wake();
            } else if (closed) {
                return;
            } else {
                LockSupport.park(this);
            }
        }
    }
}
