package dev.slipway.rule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;

/// Evaluates a group at its times, in a thread of its own. An evaluation that takes too long makes
/// the group miss the next ones; they do not pile up.
final class GroupLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GroupLoop.class.getName());

    private final GroupEvaluation evaluation;
    private final RuleClock clock;
    private final Thread thread;

    @GuardedBy("this")
    private boolean waiting;

    @GuardedBy("this")
    private boolean stopping;

    GroupLoop(GroupEvaluation evaluation, RuleClock clock) {
        this.evaluation = evaluation;
        this.clock = clock;
        this.thread =
                Thread.ofVirtual().name("rules-" + evaluation.group().name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    GroupEvaluation evaluation() {
        return evaluation;
    }

    private void run() {
        long intervalMillis = evaluation.interval().toMillis();
        long nextMillis =
                firstMillis(
                        clock.now().toEpochMilli(),
                        intervalMillis,
                        evaluation.group().key().hashCode());
        while (waitedUntil(Instant.ofEpochMilli(nextMillis))) {
            evaluate(Instant.ofEpochMilli(nextMillis));
            long passed = (clock.now().toEpochMilli() - nextMillis) / intervalMillis;
            if (passed > 1) {
                evaluation.addMissed(passed - 1);
            }
            nextMillis += Math.max(1, passed) * intervalMillis;
        }
    }

    /// Whether there is something to do then, and not the end has come.
    private boolean waitedUntil(Instant time) {
        synchronized (this) {
            if (stopping) {
                return false;
            }
            waiting = true;
        }
        try {
            clock.waitUntil(time);
        } catch (InterruptedException e) {
            // Only [#close] interrupts.
            return false;
        } finally {
            synchronized (this) {
                waiting = false;
            }
        }
        // The interrupt may come just after the wait.
        return !Thread.interrupted();
    }

    private void evaluate(Instant time) {
        try {
            evaluation.evaluate(time);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The evaluation of a group failed group=" + evaluation.group().name(),
                    e);
        }
    }

    /// The next time at which the group is due. Groups are spread over the interval by their hash,
    /// and a restart does not move them.
    static long firstMillis(long nowMillis, long intervalMillis, int hash) {
        long offset = Math.floorMod((0x9E37_79B9_7F4A_7C15L * hash) >> 16, intervalMillis);
        long since = Math.floorMod(nowMillis - offset, intervalMillis);
        return since == 0 ? nowMillis : nowMillis - since + intervalMillis;
    }

    /// No evaluation begins any more.
    void stop() {
        synchronized (this) {
            stopping = true;
            if (waiting) {
                thread.interrupt();
            }
        }
    }

    /// Waits for an evaluation under way. It is not interrupted: that would close the files that
    /// the store writes to.
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
