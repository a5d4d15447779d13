package dev.slipway.alert.dispatch;

import dev.slipway.alert.notify.NotifyException;
import dev.slipway.controller.BackOff;
import dev.slipway.controller.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sends messages, trying again with growing pauses until they arrive, cannot arrive, or their time
/// is over. Thread-safe.
final class Sender {
    private static final System.Logger LOG = System.getLogger(Sender.class.getName());
    private static final int CLOSE_SECONDS = 5;
    private static final BackOff BACK_OFF =
            new BackOff(Duration.ofMillis(500), Duration.ofMinutes(1));

    /// What follows from the end of a delivery.
    interface Done {
        void accept(boolean arrived, int attempts);
    }

    private final Time time;
    private final Executor executor;
    private final int atOnceMax;
    private final Semaphore slots;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean closed;

    Sender(Time time, Executor executor, int atOnceMax) {
        this.time = time;
        this.executor = executor;
        this.atOnceMax = atOnceMax;
        this.slots = new Semaphore(atOnceMax);
    }

    /// Calls `done` once, with whether the message arrived.
    void send(Delivery delivery, Done done) {
        executor.execute(() -> attempt(delivery, 1, done));
    }

    long sent() {
        return sent.get();
    }

    long failed() {
        return failed.get();
    }

    /// No attempt begins any more; returns when those under way have ended, or after a while.
    void close() {
        closed = true;
        try {
            if (!slots.tryAcquire(atOnceMax, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "Messages still under way at the end.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Delivery delivery, int attempt, Done done) {
        try {
            slots.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (!closed) {
                attemptInSlot(delivery, attempt, done);
            }
        } finally {
            slots.release();
        }
    }

    private void attemptInSlot(Delivery delivery, int attempt, Done done) {
        boolean arrived = false;
        try {
            deliver(delivery);
            arrived = true;
        } catch (NotifyException e) {
            if (e.isRetryable() && retry(delivery, attempt, done, e)) {
                return;
            }
            logFailure(delivery, attempt, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            logFailure(delivery, attempt, e);
        }
        (arrived ? sent : failed).incrementAndGet();
        done.accept(arrived, attempt);
    }

    private void deliver(Delivery delivery) throws InterruptedException {
        if (delivery.isSilent()) {
            return;
        }
        Duration patience = Duration.between(time.now(), delivery.deadline());
        if (!patience.isPositive()) {
            throw NotifyException.lasting("its time was over before it was sent", null);
        }
        delivery.channel().send(delivery.notification().withPatience(patience));
    }

    private boolean retry(Delivery delivery, int attempt, Done done, NotifyException e) {
        Duration pause = BACK_OFF.after(attempt);
        Instant again = time.now().plus(pause);
        if (!again.isBefore(delivery.deadline())) {
            return false;
        }
        if (attempt == 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Message not accepted, trying again. receiver={0} channel={1} reason={2}",
                    delivery.notification().receiver(),
                    delivery.channel().name(),
                    e.getMessage());
        }
        time.schedule(pause, () -> executor.execute(() -> attempt(delivery, attempt + 1, done)));
        return true;
    }

    private static void logFailure(Delivery delivery, int attempt, RuntimeException e) {
        LOG.log(
                System.Logger.Level.ERROR,
                () ->
                        "Message not delivered. receiver=%s channel=%s group=%s attempts=%d reason=%s"
                                .formatted(
                                        delivery.notification().receiver(),
                                        delivery.channel().name(),
                                        delivery.notification().groupKey(),
                                        attempt,
                                        e.getMessage()),
                e instanceof NotifyException ? e.getCause() : e);
    }
}
