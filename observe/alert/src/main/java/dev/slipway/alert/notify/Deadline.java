package dev.slipway.alert.notify;

import java.time.Duration;

/// Breaks off what takes too long in all, however lively it is: a server that sends a byte now and
/// then keeps every time limit of a single read. To be closed when it is done. Thread-safe.
final class Deadline implements AutoCloseable {
    private final Thread guard;

    private Deadline(Thread guard) {
        this.guard = guard;
    }

    /// @param breakOff makes who waits fail; called once, on another thread
    static Deadline in(Duration time, Runnable breakOff) {
        return new Deadline(Thread.ofVirtual().name("deadline").start(() -> wait(time, breakOff)));
    }

    private static void wait(Duration time, Runnable breakOff) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            // It is done in time.
            return;
        }
        breakOff.run();
    }

    @Override
    public void close() {
        guard.interrupt();
    }
}
