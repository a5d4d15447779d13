package dev.slipway.tsdb;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The lock that guards a database's head, with what is done under it as a value. Thread-safe.
record HeadLock(ReentrantLock lock) {
    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
