package dev.slipway.node;

import dev.slipway.controller.Time;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Waits for an event or for time to pass, whichever comes first, by the injected time.
/// Thread-safe.
final class Latch {
    private final CountDownLatch latch = new CountDownLatch(1);

    /// Opens after `delay`, if not before.
    static Latch after(Time time, Duration delay) {
        Latch latch = new Latch();
        time.schedule(delay, latch::open);
        return latch;
    }

    void open() {
        latch.countDown();
    }

    void await() throws InterruptedException {
        latch.await();
    }
}
