package dev.slipway.scrape.http;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that all bodies being received may take together, so that many endless answers at
/// once cost no more than one. A body up to a modest size is always taken: whoever behaves is not
/// to suffer from those who do not. Thread-safe.
final class BodyBudget {
    /// Up to here a body asks nobody.
    static final int FREE_BYTES = 1 << 20;

    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
