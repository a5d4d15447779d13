package dev.slipway.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The writer thread: group commit. Whatever waits in the queue goes into one transaction; while
/// that is made durable, the next group gathers. No timer delays anybody: a lone write is committed
/// at once, and the longer a transaction takes, the more writes share the next.
///
/// ```
/// take -> decide in order -> append (durable) -> publish -> answer
///                               | fails
///                               +-> answer everybody: unavailable; nothing published
/// ```
///
/// When nobody waits, it drops history and gives space back, a piece at a time.
final class Committer<I> {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(30);

    /// Whose state it moves on.
    interface Target<I> {
        TreeSnapshot<I> state();

        void publish(TreeSnapshot<I> next, List<Change<I>> changes);
    }

    private final Target<I> target;
    private final Journal journal;
    private final WriteQueue<I> queue;
    private final Retention retention;
    private final InstantSource clock;
    private final Thread thread;

    /// The rest is owned by the thread.
    private long timeMillis;

    private boolean unfinished = true;

    /// One log line when writes begin to fail and one when they work again, not one for each.
    private boolean failing;

    Committer(Target<I> target, Journal journal, StoreConfig config, InstantSource clock) {
        this.target = target;
        this.journal = journal;
        this.queue = new WriteQueue<>(config.writes());
        this.retention = new Retention(config.history(), clock);
        this.clock = clock;
        // A platform thread: it spends its time in native code, which would pin a virtual one.
        this.thread =
                Thread.ofPlatform().daemon().name("slipway-store-writer").unstarted(this::run);
    }

    /// `newestMillis` is the time of the newest row: times never go back, even if the clock does.
    void start(long newestMillis) {
        timeMillis = newestMillis;
        thread.start();
    }

    PendingWrite.Outcome<I> commit(PendingWrite<I> write) {
        queue.add(write);
        return write.await();
    }

    void compact(long revision) {
        retention.request(revision);
        queue.nudge();
    }

    long compactionRequested() {
        return retention.requested();
    }

    /// Commits what waits, then ends.
    void close() {
        queue.close();
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
        while (!queue.isFinished()) {
            List<PendingWrite<I>> writes = queue.take(unfinished ? Duration.ZERO : IDLE);
            if (writes.isEmpty()) {
                maintain();
            } else {
                commit(writes);
            }
        }
    }

    private void commit(List<PendingWrite<I>> writes) {
        try {
            timeMillis = Math.max(timeMillis, clock.millis());
            Batch<I> batch = new Batch<>(target.state(), timeMillis);
            writes.forEach(batch::add);
            if (!batch.rows().isEmpty()) {
                long newest = target.state().revision();
                journal.append(batch.rows(), retention.next(journal, newest, batch.rows().size()));
                target.publish(batch.result(), batch.changes());
                unfinished = true;
                logRecovery();
            }
            batch.complete();
        } catch (StoreUnavailableException e) {
            fail(writes, e);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "Transaction failed in an unforeseen way", e);
            fail(writes, new StoreUnavailableException("The write failed: " + e, e));
        }
    }

    private void fail(List<PendingWrite<I>> writes, StoreUnavailableException cause) {
        if (journal.isFull()) {
            // Old history is worth less than new writes.
            retention.request(target.state().revision());
            unfinished = true;
        }
        if (!failing) {
            failing = true;
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Writes fail, reads go on reason=" + cause.getMessage());
        }
        for (PendingWrite<I> write : writes) {
            write.complete(new PendingWrite.Outcome.Failed<>(cause));
        }
    }

    private void logRecovery() {
        if (failing) {
            failing = false;
            LOG.log(System.Logger.Level.INFO, "Writes work again");
        }
    }

    private void maintain() {
        try {
            long compactTo = retention.next(journal, target.state().revision(), 0);
            if (compactTo > 0) {
                journal.append(List.of(), compactTo);
            }
            unfinished = compactTo > 0 || journal.shrink();
        } catch (RuntimeException e) {
            unfinished = false;
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "Compaction failed, will be tried again", e);
            }
        }
    }
}
