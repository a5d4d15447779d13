package dev.slipway.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Time, and waiting for it. Thread-safe.
public interface RuleClock {
    Instant now();

    /// Returns at once if the time has passed.
    void waitUntil(Instant time) throws InterruptedException;

    /// The machine's.
    static RuleClock system() {
        return new RuleClock() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void waitUntil(Instant time) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(Duration.between(Instant.now(), time).toNanos());
            }
        };
    }
}
