package dev.slipway.alert.api;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what other processes do, as long as it takes on a machine that is busy.
final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Await() {}

    /// Returns once the condition holds, or after a minute; the caller looks which it was.
    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
