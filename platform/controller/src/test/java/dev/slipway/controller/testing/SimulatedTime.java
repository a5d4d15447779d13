package dev.slipway.controller.testing;

import dev.slipway.controller.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Time that stands still until a test moves it. What is scheduled runs on the thread that moves
/// time, in the order of due times, then of scheduling. Thread-safe.
public final class SimulatedTime implements Time {
    public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final TreeSet<Task> tasks =
            new TreeSet<>(Comparator.comparing(Task::due).thenComparingLong(Task::sequence));
    private Instant now = START;
    private long sequence;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return Duration.between(START, now).toNanos();
    }

    @Override
    public synchronized Scheduled schedule(Duration delay, Runnable action) {
        Instant due = delay.isNegative() ? now : now.plus(delay);
        Task task = new Task(due, sequence++, action);
        tasks.add(task);
        return () -> cancel(task);
    }

    /// When the next task is due, or null if none waits.
    public synchronized @Nullable Instant nextDue() {
        return tasks.isEmpty() ? null : tasks.first().due();
    }

    /// Moves time on, running all that comes due on the way, each at its own moment.
    public void advance(Duration duration) {
        advanceTo(now().plus(duration));
    }

    public void advanceTo(Instant target) {
        for (Task task = takeDue(target); task != null; task = takeDue(target)) {
            task.action().run();
        }
        synchronized (this) {
            if (target.isAfter(now)) {
                now = target;
            }
        }
    }

    /// Moves time on from one due moment to the next until `condition` holds, at most by `limit`.
    /// False if it did not come to hold.
    public boolean advanceUntil(BooleanSupplier condition, Duration limit) {
        Instant end = now().plus(limit);
        while (!condition.getAsBoolean()) {
            Instant next = nextDue();
            if (next == null || next.isAfter(end)) {
                return false;
            }
            advanceTo(next);
        }
        return true;
    }

    private synchronized @Nullable Task takeDue(Instant target) {
        if (tasks.isEmpty() || tasks.first().due().isAfter(target)) {
            return null;
        }
        Task task = tasks.removeFirst();
        if (task.due().isAfter(now)) {
            now = task.due();
        }
        return task;
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    private record Task(Instant due, long sequence, Runnable action) {}
}
