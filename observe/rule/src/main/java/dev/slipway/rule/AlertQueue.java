package dev.slipway.rule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.series.Labels;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Alerts that wait for one Alertmanager, and the thread that sends them. Thread-safe.
final class AlertQueue {
    static final int WAITING_MAX = 10_000;
    static final int BATCH_MAX = 64;
    private static final System.Logger LOG = System.getLogger(AlertQueue.class.getName());

    /// How long what waits may take at the end.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Thread thread;

    @GuardedBy("this")
    private final ArrayDeque<AlertSink.Notice> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private AlertNotifier.Target target;

    @GuardedBy("this")
    private boolean finishing;

    @GuardedBy("this")
    private boolean failing;

    @GuardedBy("this")
    private long sent;

    @GuardedBy("this")
    private long failed;

    @GuardedBy("this")
    private long dropped;

    @GuardedBy("this")
    private long attempts;

    @GuardedBy("this")
    private long totalNanos;

    @GuardedBy("this")
    private long lastTookNanos;

    private AlertQueue(AlertNotifier.Target target) {
        this.target = target;
        this.thread = Thread.ofVirtual().name("alerts-to-" + target.name()).unstarted(this::run);
    }

    static AlertQueue start(AlertNotifier.Target target) {
        AlertQueue queue = new AlertQueue(target);
        queue.thread.start();
        return queue;
    }

    synchronized void use(AlertNotifier.Target newer) {
        target = newer;
    }

    synchronized void add(List<AlertSink.Notice> notices) {
        for (AlertSink.Notice each : notices) {
            Labels labels = target.relabeling().apply(each.labels());
            if (labels == null || labels.isEmpty()) {
                continue;
            }
            if (waiting.size() >= WAITING_MAX) {
                waiting.removeFirst();
                dropped++;
            }
            waiting.add(each.withLabels(labels));
        }
        notifyAll();
    }

    synchronized AlertNotifier.Figures figures() {
        return new AlertNotifier.Figures(
                target.name(),
                sent,
                failed,
                dropped,
                waiting.size(),
                attempts,
                totalNanos,
                lastTookNanos);
    }

    /// Ends the thread at once; what waits is lost.
    void stop() {
        synchronized (this) {
            waiting.clear();
        }
        finish();
        thread.interrupt();
    }

    /// Ends the thread once nothing waits any more.
    synchronized void finish() {
        finishing = true;
        notifyAll();
    }

    /// Waits for the thread a while, and then ends it.
    void awaitEnd() {
        try {
            if (!thread.join(PATIENCE)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Alerts are left over at the end alertmanager={0} alerts={1}",
                        figures().target(),
                        figures().waiting());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
    }

    private void run() {
        try {
            for (List<AlertSink.Notice> batch = next(); !batch.isEmpty(); batch = next()) {
                send(batch);
            }
        } catch (InterruptedException _) {
            // Stopped; what was under way is somebody else's now.
        }
    }

    /// Empty at the end.
    private synchronized List<AlertSink.Notice> next() throws InterruptedException {
        while (waiting.isEmpty() && !finishing) {
            wait();
        }
        List<AlertSink.Notice> batch = new ArrayList<>();
        while (batch.size() < BATCH_MAX && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    private void send(List<AlertSink.Notice> batch) throws InterruptedException {
        AlertNotifier.Target goal;
        synchronized (this) {
            goal = target;
        }
        long start = System.nanoTime();
        String problem = "";
        try {
            goal.delivery().send(batch);
        } catch (RuntimeException e) {
            problem = String.valueOf(e.getMessage());
        }
        note(goal.name(), batch.size(), problem, System.nanoTime() - start);
    }

    /// Says once that a target fails, and once that it does no more.
    private synchronized void note(String name, int count, String problem, long tookNanos) {
        attempts++;
        totalNanos += tookNanos;
        lastTookNanos = tookNanos;
        boolean fails = !problem.isEmpty();
        if (fails) {
            failed += count;
        } else {
            sent += count;
        }
        if (fails != failing) {
            LOG.log(
                    fails ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                    "Alerts {0} alertmanager={1} alerts={2} reason={3}",
                    fails ? "do not arrive" : "arrive again",
                    name,
                    count,
                    fails ? problem : "none");
        }
        failing = fails;
    }
}
