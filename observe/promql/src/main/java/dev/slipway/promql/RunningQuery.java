package dev.slipway.promql;

import java.util.function.LongSupplier;

/// A query from being asked to its end: what [PromqlEngine] keeps in its list, and by which it is
/// cancelled. Written by its own thread, but for [#cancel].
final class RunningQuery {
    final long id;
    final String text;
    final long askedNanos;
    private final LongSupplier nanoTime;
    private volatile boolean canceled;
    private volatile long begunNanos;
    private volatile boolean begun;

    RunningQuery(long id, String text, LongSupplier nanoTime) {
        this.id = id;
        this.text = text;
        this.nanoTime = nanoTime;
        this.askedNanos = nanoTime.getAsLong();
    }

    void begin() {
        begunNanos = nanoTime.getAsLong();
        begun = true;
    }

    boolean isWaiting() {
        return !begun;
    }

    long waitedNanos() {
        return begun ? begunNanos - askedNanos : ageNanos();
    }

    long ageNanos() {
        return nanoTime.getAsLong() - askedNanos;
    }

    void cancel() {
        canceled = true;
    }

    boolean isCanceled() {
        return canceled || Thread.currentThread().isInterrupted();
    }
}
