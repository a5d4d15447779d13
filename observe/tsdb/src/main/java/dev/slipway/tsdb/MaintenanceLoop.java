package dev.slipway.tsdb;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A thread that calls [TimeSeriesDatabase#maintain] again and again until it is closed; what goes
/// wrong is logged and tried again the next time. Close it before the database: closing waits for a
/// call that is under way. Thread-safe.
public final class MaintenanceLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MaintenanceLoop.class.getName());

    private final TimeSeriesDatabase database;
    private final long pauseNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final Thread thread;
    private boolean closed;

    private MaintenanceLoop(TimeSeriesDatabase database, Duration pause) {
        this.database = requireNonNull(database, "database");
        pauseNanos = pause.toNanos();
        // No virtual one: it computes and waits for the disk for long.
        thread = Thread.ofPlatform().name("tsdb-maintenance").daemon().unstarted(this::run);
    }

    /// @param pause between two calls
    public static MaintenanceLoop start(TimeSeriesDatabase database, Duration pause) {
        MaintenanceLoop loop = new MaintenanceLoop(database, pause);
        loop.thread.start();
        return loop;
    }

    /// Never by an interrupt, which would close the files that are being written.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosedAfterPause()) {
            try {
                database.maintain();
            } catch (RuntimeException e) {
                // Whatever it is, samples go on coming in: the next time may go better.
                LOG.log(System.Logger.Level.ERROR, "Storage not maintained", e);
            }
        }
    }

    private boolean isClosedAfterPause() {
        lock.lock();
        try {
            long left = pauseNanos;
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException e) {
            return true;
        } finally {
            lock.unlock();
        }
    }
}
