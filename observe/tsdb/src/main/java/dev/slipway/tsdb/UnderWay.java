package dev.slipway.tsdb;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Which reads (or transactions) are under way, so that what they may still look at is not given up
/// under them. Each belongs to the age in which it began; what is retired when an age ends may go
/// once none of that age or an older one is left.
///
/// Guarded by the database's lock, which every method is called with.
final class UnderWay {
    private final Condition changed;
    private final TreeMap<Long, Integer> countByAge = new TreeMap<>();
    private long age;

    UnderWay(ReentrantLock lock) {
        changed = lock.newCondition();
    }

    /// The age to give to [#end].
    long begin() {
        countByAge.merge(age, 1, Integer::sum);
        return age;
    }

    void end(long begun) {
        countByAge.computeIfPresent(begun, (key, count) -> count == 1 ? null : count - 1);
        changed.signalAll();
    }

    /// Ends the age and says which it was.
    long endAge() {
        return age++;
    }

    /// Whether one may still look at what was retired with this age.
    boolean reaches(long retiredAge) {
        return !countByAge.isEmpty() && countByAge.firstKey() <= retiredAge;
    }

    int count() {
        return countByAge.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Whether the last one ended in time. Never interrupted.
    boolean awaitNone(long timeoutMillis) {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long deadline = System.nanoTime() + left;
        boolean interrupted = false;
        try {
            while (!countByAge.isEmpty() && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = deadline - System.nanoTime();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return countByAge.isEmpty();
    }
}
