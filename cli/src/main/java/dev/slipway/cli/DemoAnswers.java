package dev.slipway.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What clients have seen of one version. Thread-safe.
final class DemoAnswers {
    private final LongAdder all = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicLong firstNanos = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();

    void count() {
        long now = System.nanoTime();
        firstNanos.compareAndSet(0, now);
        lastNanos.set(now);
        all.increment();
    }

    void fail() {
        failed.increment();
    }

    long all() {
        return all.sum();
    }

    long failed() {
        return failed.sum();
    }

    /// From the first answer to the last.
    Duration span() {
        return Duration.ofNanos(lastNanos.get() - firstNanos.get());
    }

    /// From the first answer of this one to the last of another.
    Duration untilLastOf(DemoAnswers other) {
        return Duration.ofNanos(other.lastNanos.get() - firstNanos.get());
    }

    /// How long ago the last one was.
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastNanos.get());
    }
}
