package dev.slipway.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Time;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Probe;
import dev.slipway.node.ProbeCounter.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The probes of one running attempt of a container, in their order: the start hook, the startup
/// probe, then liveness and readiness together. What they find goes into the container's track.
/// Thread-safe.
final class ContainerProbes implements AutoCloseable {
    private final ContainerTrack track;
    private final ContainerCheck check;
    private final Container container;
    private final Time time;
    private final Reporter reporter;

    @GuardedBy("this")
    private final List<ProbeLoop> loops = new ArrayList<>();

    @GuardedBy("this")
    private boolean closed;

    /// Hears that flags have changed, and what people should know.
    interface Reporter {
        void changed();

        void unhealthy(String reason, String message);
    }

    ContainerProbes(ContainerTrack track, ContainerCheck check, Time time, Reporter reporter) {
        this.track = track;
        this.check = check;
        this.container = track.spec();
        this.time = time;
        this.reporter = reporter;
    }

    /// For a container that has just been started.
    void begin() {
        Container.Handler hook =
                container.lifecycle() == null ? null : container.lifecycle().postStart();
        if (hook == null) {
            awaitStartup();
            return;
        }
        Thread.ofVirtual().name("post-start").start(() -> runHook(hook));
    }

    /// For one that an earlier server had started and perhaps found ready.
    void resume(boolean wasStarted) {
        if (wasStarted) {
            watch();
        } else {
            awaitStartup();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        loops.forEach(ProbeLoop::close);
        loops.clear();
    }

    private void runHook(Container.Handler hook) {
        try {
            ProbeOutcome outcome = check.hook(hook, java.time.Duration.ofMinutes(10));
            if (outcome.success()) {
                awaitStartup();
                return;
            }
            reporter.unhealthy("FailedPostStartHook", "PostStartHook failed: " + outcome.message());
            track.setUnhealthy();
            reporter.changed();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitStartup() {
        Probe startup = container.startupProbe();
        if (startup == null) {
            hasStarted();
            return;
        }
        loop(startup, true, (verdict, outcome) -> startupVerdict(verdict, outcome));
    }

    private void startupVerdict(Verdict verdict, ProbeOutcome outcome) {
        if (!outcome.success()) {
            reporter.unhealthy("Unhealthy", "Startup probe failed: " + outcome.message());
        }
        if (verdict == Verdict.PASSES) {
            synchronized (this) {
                loops.forEach(ProbeLoop::close);
                loops.clear();
            }
            hasStarted();
        } else if (verdict == Verdict.FAILS) {
            becomeUnhealthy();
        }
    }

    private void hasStarted() {
        track.setStarted(true);
        watch();
        reporter.changed();
    }

    private void watch() {
        Probe readiness = container.readinessProbe();
        if (readiness == null) {
            track.setReady(true);
        } else {
            loop(readiness, true, (verdict, outcome) -> readinessVerdict(verdict, outcome));
        }
        Probe liveness = container.livenessProbe();
        if (liveness != null) {
            loop(liveness, false, (verdict, outcome) -> livenessVerdict(verdict, outcome));
        }
    }

    private void readinessVerdict(Verdict verdict, ProbeOutcome outcome) {
        if (!outcome.success()) {
            reporter.unhealthy("Unhealthy", "Readiness probe failed: " + outcome.message());
        }
        if (verdict != Verdict.UNDECIDED && setReady(verdict == Verdict.PASSES)) {
            reporter.changed();
        }
    }

    private void livenessVerdict(Verdict verdict, ProbeOutcome outcome) {
        if (!outcome.success()) {
            reporter.unhealthy("Unhealthy", "Liveness probe failed: " + outcome.message());
        }
        if (verdict == Verdict.FAILS) {
            becomeUnhealthy();
        }
    }

    private void becomeUnhealthy() {
        close();
        track.setUnhealthy();
        reporter.changed();
    }

    /// True if that is news; nothing is once the container is on its way out.
    private synchronized boolean setReady(boolean ready) {
        boolean before = track.view().flags().ready();
        if (closed || before == ready) {
            return false;
        }
        track.setReady(ready);
        return true;
    }

    private synchronized void loop(Probe probe, boolean eager, ProbeLoop.Listener listener) {
        if (closed) {
            return;
        }
        ProbeLoop loop = new ProbeLoop(probe, eager, check::probe, listener, time);
        loops.add(loop);
        loop.start();
    }

    /// The probe whose own grace period counts when it ends the container, or null.
    static @Nullable Long graceSeconds(Container container) {
        Probe liveness = container.livenessProbe();
        return liveness == null ? null : liveness.terminationGracePeriodSeconds();
    }
}
