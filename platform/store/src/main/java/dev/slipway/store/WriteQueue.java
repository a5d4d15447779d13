package dev.slipway.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bounded queue before the writer thread. Thread-safe.
final class WriteQueue<I> {
    private final StoreConfig.Writes limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<PendingWrite<I>> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private boolean nudged;

    WriteQueue(StoreConfig.Writes limits) {
        this.limits = limits;
    }

    void add(PendingWrite<I> write) {
        lock.lock();
        try {
            awaitPlace();
            if (closed) {
                throw new StoreClosedException("The store is closed", null);
            }
            waiting.add(write);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for writes and takes a batch of them. The batch is empty if none came in time, if the
    /// writer thread was nudged, or if the queue is closed and empty.
    List<PendingWrite<I>> take(Duration timeout) {
        lock.lock();
        try {
            long rest = timeout.toNanos();
            while (waiting.isEmpty() && !closed && !nudged && rest > 0) {
                rest = filled.awaitNanos(rest);
            }
            nudged = false;
            return takeBatch();
        } catch (InterruptedException e) {
            // Nobody interrupts the writer thread; should somebody, an empty batch does no harm.
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /// Makes the writer thread look for other work.
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Refuses further writes; those that wait are still taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFinished() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitPlace() {
        try {
            long rest = limits.queueTimeout().toNanos();
            while (waiting.size() >= limits.queuedMax() && !closed) {
                if (rest <= 0) {
                    throw new StoreUnavailableException(
                            "The write found no place within %d ms in a queue of %d"
                                    .formatted(
                                            limits.queueTimeout().toMillis(), limits.queuedMax()),
                            null);
                }
                rest = drained.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Interrupted before the write was queued", e);
        }
    }

    @GuardedBy("lock")
    private List<PendingWrite<I>> takeBatch() {
        List<PendingWrite<I>> batch = new ArrayList<>(Math.min(waiting.size(), limits.batchMax()));
        long bytes = 0;
        while (!waiting.isEmpty()
                && batch.size() < limits.batchMax()
                && (batch.isEmpty() || bytes < limits.batchBytesMax())) {
            PendingWrite<I> write = waiting.remove();
            bytes += write.bytes();
            batch.add(write);
        }
        if (waiting.size() < limits.queuedMax()) {
            drained.signalAll();
        }
        return batch;
    }
}
