package dev.slipway.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Time;
import dev.slipway.model.kinds.Probe;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs one probe of one container again and again until closed, and tells each verdict.
/// Thresholds, delays and periods are the API's.
///
/// A probe that waits for the first success (`eager`) also tries in between, after 100 ms, 200 ms,
/// 400 ms and so on up to a second, so that a container counts as ready soon after it is. Failures
/// of these tries do not count: patience stays as long as the periods say. Thread-safe.
final class ProbeLoop implements AutoCloseable {
    private static final Duration EAGER_FIRST = Duration.ofMillis(100);
    private static final Duration EAGER_LONGEST = Duration.ofSeconds(1);
    private static final int PERIOD_SECONDS = 10;
    private static final int FAILURES = 3;

    private final Probe probe;
    private final Function<Probe, ProbeOutcome> check;
    private final Listener listener;
    private final Time time;
    private final Duration period;
    private final ProbeCounter counter;

    @GuardedBy("this")
    private boolean eager;

    @GuardedBy("this")
    private Duration pause = EAGER_FIRST;

    @GuardedBy("this")
    private long nextCounted;

    @GuardedBy("this")
    private Time.@Nullable Scheduled next;

    @GuardedBy("this")
    private boolean closed;

    /// Hears what comes out.
    interface Listener {
        void verdict(ProbeCounter.Verdict verdict, ProbeOutcome outcome);
    }

    ProbeLoop(
            Probe probe,
            boolean eager,
            Function<Probe, ProbeOutcome> check,
            Listener listener,
            Time time) {
        this.probe = probe;
        this.check = check;
        this.listener = listener;
        this.time = time;
        int successes = or(probe.successThreshold(), 1);
        this.period = Duration.ofSeconds(or(probe.periodSeconds(), PERIOD_SECONDS));
        this.counter = new ProbeCounter(successes, or(probe.failureThreshold(), FAILURES));
        this.eager = eager && successes == 1;
    }

    synchronized void start() {
        Duration delay = Duration.ofSeconds(or(probe.initialDelaySeconds(), 0));
        nextCounted = time.nanos() + delay.toNanos() + (eager ? period.toNanos() : 0);
        scheduleIn(delay);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    @GuardedBy("this")
    private void scheduleIn(Duration delay) {
        if (!closed) {
            next = time.schedule(delay, () -> Thread.ofVirtual().name("probe").start(this::run));
        }
    }

    private void run() {
        long begun = time.nanos();
        ProbeOutcome outcome = check.apply(probe);
        ProbeCounter.Verdict verdict = count(outcome, begun);
        if (verdict != null) {
            listener.verdict(verdict, outcome);
        }
    }

    /// The verdict to tell, or null if this result does not count.
    private synchronized ProbeCounter.@Nullable Verdict count(ProbeOutcome outcome, long begun) {
        if (closed) {
            return null;
        }
        boolean counted = begun >= nextCounted;
        if (outcome.success() || !eager) {
            eager = false;
            nextCounted = begun + period.toNanos();
            scheduleIn(Duration.ofNanos(Math.max(0, nextCounted - time.nanos())));
            return counter.count(outcome.success());
        }
        if (counted) {
            nextCounted += period.toNanos();
        }
        scheduleIn(pause.compareTo(period) < 0 ? pause : period);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(EAGER_LONGEST) < 0 ? longer : EAGER_LONGEST;
        return counted ? counter.count(false) : null;
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null || value <= 0 ? otherwise : value;
    }
}
