package dev.slipway.controller;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keys that wait to be worked on, each at most once and never two at a time: a key added while it
/// is being worked on waits until that is finished. Its size is bounded by the number of different
/// keys. Thread-safe.
///
/// ```
///              add                    take
///   absent ──────────► ready ──────────────────► running ──► absent   (done)
///      │                 ▲                          │ add
///      └── addAfter ─────┘ (when the time is there) └──────► ready    (done)
/// ```
final class WorkQueue {
    private final Time time;
    private final BackOff backOff;
    private final TokenBucket retries;

    @GuardedBy("this")
    private final LinkedHashSet<ObjectKey> ready = new LinkedHashSet<>();

    @GuardedBy("this")
    private final Set<ObjectKey> running = new HashSet<>();

    @GuardedBy("this")
    private final Set<ObjectKey> runningAgain = new HashSet<>();

    @GuardedBy("this")
    private final Map<ObjectKey, Delayed> delayed = new HashMap<>();

    @GuardedBy("this")
    private final Map<ObjectKey, Integer> failures = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    WorkQueue(Time time, BackOff backOff, TokenBucket retries) {
        this.time = time;
        this.backOff = backOff;
        this.retries = retries;
    }

    synchronized void add(ObjectKey key) {
        if (closed) {
            return;
        }
        if (running.contains(key)) {
            runningAgain.add(key);
        } else if (ready.add(key)) {
            notify();
        }
    }

    /// Adds the key when `delay` is over; of several delays for a key the shortest counts.
    synchronized void addAfter(ObjectKey key, Duration delay) {
        if (closed) {
            return;
        }
        if (delay.isNegative() || delay.isZero()) {
            add(key);
            return;
        }
        long due = time.nanos() + Math.min(delay.toSeconds(), 1L << 32) * 1_000_000_000L;
        due += delay.toNanosPart();
        Delayed pending = delayed.get(key);
        if (pending != null) {
            if (pending.due - due <= 0) {
                return;
            }
            pending.scheduled.cancel();
        }
        long token = due;
        delayed.put(key, new Delayed(due, time.schedule(delay, () -> ripen(key, token))));
    }

    /// Adds the key after its back-off, which grows with each call until `succeeded`.
    synchronized void retry(ObjectKey key) {
        int count = failures.merge(key, 1, Integer::sum);
        Duration delay = backOff.after(count);
        Duration paced = retries.reserve();
        addAfter(key, paced.compareTo(delay) > 0 ? paced : delay);
    }

    synchronized int failures(ObjectKey key) {
        return failures.getOrDefault(key, 0);
    }

    synchronized void succeeded(ObjectKey key) {
        failures.remove(key);
    }

    /// Waits for a key; null once closed.
    synchronized @Nullable ObjectKey take() throws InterruptedException {
        while (ready.isEmpty() && !closed) {
            wait();
        }
        return closed ? null : poll();
    }

    /// A key that is ready, or null.
    synchronized @Nullable ObjectKey poll() {
        if (ready.isEmpty()) {
            return null;
        }
        ObjectKey key = ready.removeFirst();
        running.add(key);
        return key;
    }

    /// Must follow each `take` or `poll` once the work on the key is finished.
    synchronized void done(ObjectKey key) {
        running.remove(key);
        if (runningAgain.remove(key)) {
            add(key);
        }
    }

    synchronized int depth() {
        return ready.size() + runningAgain.size();
    }

    synchronized int running() {
        return running.size();
    }

    synchronized void close() {
        closed = true;
        ready.clear();
        delayed.values().forEach(pending -> pending.scheduled.cancel());
        delayed.clear();
        notifyAll();
    }

    private synchronized void ripen(ObjectKey key, long token) {
        Delayed pending = delayed.get(key);
        if (pending != null && pending.due == token) {
            delayed.remove(key);
            add(key);
        }
    }

    private record Delayed(long due, Time.Scheduled scheduled) {}
}
