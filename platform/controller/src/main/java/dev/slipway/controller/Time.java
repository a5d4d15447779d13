package dev.slipway.controller;

import java.time.Duration;
import java.time.Instant;

/// The only source of time for controllers, so that tests can run hours in milliseconds.
/// Thread-safe.
public interface Time {
    /// The time of day, for what people read.
    Instant now();

    /// A steady count of nanoseconds from an arbitrary start, for measuring durations.
    long nanos();

    /// Runs `task` once, after `delay`, on a thread that must not be kept busy.
    Scheduled schedule(Duration delay, Runnable task);

    /// A task that waits for its time.
    interface Scheduled {
        void cancel();
    }
}
