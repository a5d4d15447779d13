package dev.slipway.hcl.depth;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Counts the levels that recursions of this module take in a thread, and lets those that are too
/// many go on in a thread of their own, which has a stack of its own. How many levels there may be
/// at all is for each recursion to say; how deep the caller's stack already is none can know.
/// Stateless but for the count in each thread.
public final class Depth {
    private static final int OF_THREAD_MAX = 40;

    private static final ThreadLocal<int[]> LEVELS = ThreadLocal.withInitial(() -> new int[1]);

    private Depth() {}

    /// One level of a recursion.
    @FunctionalInterface
    public interface Level<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /// Runs one level further down.
    public static <T extends @Nullable Object, E extends Exception> T deeper(Level<T, E> level)
            throws E {
        int[] levels = LEVELS.get();
        if (levels[0] >= OF_THREAD_MAX) {
            return inOtherThread(level);
        }
        levels[0]++;
        try {
            return level.run();
        } finally {
            levels[0]--;
        }
    }

    // What a level throws is an E, or needs no declaration.
    @SuppressWarnings("unchecked")
    private static <T extends @Nullable Object, E extends Exception> T inOtherThread(
            Level<T, E> level) throws E {
        Callable<T> first = () -> deeper(level);
        FutureTask<T> task = new FutureTask<>(first);
        Thread.ofVirtual().name("depth").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (E) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
