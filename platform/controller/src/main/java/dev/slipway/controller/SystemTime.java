package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The machine's clock, and one thread that runs what is due. Closing it forgets what is not yet
/// due. Thread-safe.
public final class SystemTime implements Time, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(SystemTime.class.getName());

    private final ScheduledThreadPoolExecutor timer;

    public SystemTime() {
        timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("slipway-time").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
        requireNonNull(task, "task");
        if (timer.isShutdown()) {
            return () -> {};
        }
        Future<?> future = timer.schedule(() -> run(task), nanos(delay), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static long nanos(Duration delay) {
        return delay.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE : delay.toNanos();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "A scheduled task failed", e);
        }
    }
}
