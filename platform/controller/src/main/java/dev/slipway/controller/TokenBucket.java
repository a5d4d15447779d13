package dev.slipway.controller;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/// Lets `burst` pass at once and then one each `interval`. Thread-safe.
final class TokenBucket {
    private final Time time;
    private final long intervalNanos;
    private final long burstNanos;

    /// When the bucket will be full again if nothing more is taken.
    @GuardedBy("this")
    private long fullAt;

    TokenBucket(Time time, int burst, Duration interval) {
        this.time = time;
        this.intervalNanos = interval.toNanos();
        this.burstNanos = interval.multipliedBy(burst).toNanos();
        this.fullAt = time.nanos();
    }

    /// Takes a token even if it comes later, and says how long until then.
    synchronized Duration reserve() {
        long now = time.nanos();
        fullAt = Math.max(fullAt, now) + intervalNanos;
        return Duration.ofNanos(Math.max(0, fullAt - now - burstNanos));
    }

    /// Takes a token if one is there now.
    synchronized boolean tryTake() {
        long now = time.nanos();
        long next = Math.max(fullAt, now) + intervalNanos;
        if (next - now > burstNanos) {
            return false;
        }
        fullAt = next;
        return true;
    }

    /// Nothing was taken for so long that a new bucket would be the same.
    synchronized boolean isFull() {
        return fullAt <= time.nanos();
    }
}
