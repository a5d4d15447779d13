package dev.slipway.stack;

import dev.slipway.model.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What takes long and must not keep a worker busy: at most one job for each Stack, a few at once.
/// A job's result waits to be taken. Thread-safe.
final class Jobs implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Map<ObjectKey, Running> running = new HashMap<>();
    private final Consumer<ObjectKey> onDone;
    private boolean closed;

    /// `onDone` is told when a job has ended, on the job's thread.
    Jobs(Consumer<ObjectKey> onDone) {
        this.onDone = onDone;
    }

    /// What came of a job: a value, or a problem for people to read.
    sealed interface Result {
        record Done(Object value) implements Result {}

        record Failed(String problem) implements Result {}
    }

    /// Begins a job unless the Stack has one; names are compared, so that a result is only taken by
    /// who asked for it.
    synchronized void begin(ObjectKey key, String name, Supplier<Object> work) {
        if (closed || running.containsKey(key)) {
            return;
        }
        Running job = new Running(name);
        running.put(key, job);
        job.thread =
                Thread.ofVirtual()
                        .name("stack " + key + " " + name)
                        .start(() -> run(key, job, work));
    }

    private void run(ObjectKey key, Running job, Supplier<Object> work) {
        Result result;
        try {
            places.acquire();
            try {
                result = new Result.Done(work.get());
            } finally {
                places.release();
            }
        } catch (StackException e) {
            result = new Result.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            result = new Result.Failed("The server stopped meanwhile");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Job of a Stack failed. stack=" + key, e);
            result = new Result.Failed("Internal error: " + e);
        }
        synchronized (this) {
            job.result = result;
        }
        onDone.accept(key);
    }

    /// The name of the Stack's job that is going on or whose result was not taken.
    synchronized @Nullable String current(ObjectKey key) {
        Running job = running.get(key);
        return job == null ? null : job.name;
    }

    /// Takes the result if the job has ended.
    synchronized @Nullable Result take(ObjectKey key) {
        Running job = running.get(key);
        if (job == null || job.result == null) {
            return null;
        }
        running.remove(key);
        return job.result;
    }

    /// Ends the Stack's job, gracefully.
    synchronized void interrupt(ObjectKey key) {
        Running job = running.get(key);
        if (job != null && job.thread != null) {
            job.thread.interrupt();
        }
    }

    /// Waits for all jobs to end, having asked them to.
    @Override
    public void close() {
        Thread[] threads;
        synchronized (this) {
            closed = true;
            threads =
                    running.values().stream()
                            .map(each -> each.thread)
                            .filter(each -> each != null)
                            .toArray(Thread[]::new);
        }
        for (Thread each : threads) {
            each.interrupt();
        }
        boolean interrupted = false;
        for (Thread each : threads) {
            try {
                each.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// A job; its fields are guarded by the jobs.
    private static final class Running {
        private final String name;
        private @Nullable Thread thread;
        private @Nullable Result result;

        private Running(String name) {
            this.name = name;
        }
    }
}
