package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.provider.Answer;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderException;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunEvent.EphemeralAction;
import dev.slipway.terraform.event.RunListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ephemeral resources that are open in a run. Each is renewed when its provider says so, in a
/// thread of its own, and all are closed at the end, also of a run that failed or was asked to end:
/// what was opened last comes first, for it may live on what was opened before. Thread-safe.
final class OpenedResources implements AutoCloseable {
    /// A provider whose renewals are over before they are there is not asked all the time.
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);

    /// The clock may be set in the meantime.
    private static final Duration WAIT_MAX = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final RunListener listener;
    private final Findings findings;
    private final Deque<Open> all = new ArrayDeque<>();

    OpenedResources(InstantSource clock, RunListener listener, Findings findings) {
        this.clock = clock;
        this.listener = listener;
        this.findings = findings;
    }

    /// One that is to be renewed and closed, by the provider that opened it.
    record Held(InstanceAddress address, Provider provider, Source source) {}

    /// What is known of one from one renewal to the next. `data` belongs to `renewing`, and to who
    /// closes once that has ended.
    private static final class Open {
        private final Held held;
        private PrivateData data;
        private @Nullable Thread renewing;
        private boolean ends;

        Open(Held held, PrivateData data) {
            this.held = held;
            this.data = data;
        }

        /// Whether it is time to renew, and not to close.
        synchronized boolean awaits(Instant next, InstantSource clock) {
            try {
                while (!ends && clock.instant().isBefore(next)) {
                    Duration left = Duration.between(clock.instant(), next);
                    wait(Math.clamp(left.toMillis(), 1, WAIT_MAX.toMillis()));
                }
                return !ends;
            } catch (InterruptedException e) {
                // Nobody but the end of the program does that.
                Thread.currentThread().interrupt();
                return false;
            }
        }

        synchronized void end() {
            ends = true;
            notifyAll();
        }
    }

    void add(Held held, Provider.Opened opened) {
        Open open = new Open(held, opened.privateData());
        Instant first = opened.renewAt();
        if (first != null) {
            open.renewing =
                    Thread.ofVirtual()
                            .name("renewal of " + held.address())
                            .unstarted(() -> renewAlways(open, first));
        }
        synchronized (this) {
            all.push(open);
            if (open.renewing != null) {
                open.renewing.start();
            }
        }
    }

    /// Until there is nothing to renew any more, or it is closed.
    private void renewAlways(Open open, Instant first) {
        Instant next = first;
        while (next != null && open.awaits(next, clock)) {
            next = renewed(open);
            Instant earliest = clock.instant().plus(PAUSE_MIN);
            next = next != null && next.isBefore(earliest) ? earliest : next;
        }
    }

    /// When to renew the next time; null if never again.
    private @Nullable Instant renewed(Open open) {
        Held held = open.held;
        try {
            Answer<Provider.Renewed> answer =
                    told(
                            held.address(),
                            EphemeralAction.RENEW,
                            () ->
                                    held.provider()
                                            .renewEphemeralResource(
                                                    held.address().type(), open.data));
            tell(held, answer.diagnostics());
            if (answer.hasErrors()) {
                return null;
            }
            open.data = answer.value().privateData();
            return answer.value().renewAt();
        } catch (ProviderException e) {
            failed(held, e);
            return null;
        }
    }

    private <T> T told(InstanceAddress address, EphemeralAction action, Supplier<T> work) {
        listener.on(new RunEvent.EphemeralStarted(address, action));
        long from = System.nanoTime();
        T result = work.get();
        listener.on(
                new RunEvent.EphemeralDone(
                        address, action, Duration.ofNanos(System.nanoTime() - from)));
        return result;
    }

    private void tell(Held held, List<dev.slipway.provider.ProviderDiagnostic> said) {
        Diagnostics diagnostics = new Diagnostics();
        held.source().tell(said, diagnostics);
        findings.addAll(diagnostics);
    }

    private void failed(Held held, ProviderException e) {
        findings.error(
                "Provider failed", held.address() + ": " + e.getMessage(), held.source().block());
    }

    /// Closes all that are open, once. What goes wrong is among the findings.
    @Override
    public void close() {
        List<Open> open;
        synchronized (this) {
            open = new ArrayList<>(all);
            all.clear();
        }
        open.forEach(this::close);
    }

    private void close(Open open) {
        endRenewal(open);
        Held held = open.held;
        try {
            tell(
                    held,
                    told(
                            held.address(),
                            EphemeralAction.CLOSE,
                            () ->
                                    held.provider()
                                            .closeEphemeralResource(
                                                    held.address().type(), open.data)));
        } catch (ProviderException e) {
            failed(held, e);
        }
    }

    /// A call that is under way may still give the data to close with.
    private static void endRenewal(Open open) {
        Thread renewing = open.renewing;
        if (renewing == null) {
            return;
        }
        open.end();
        boolean interrupted = false;
        while (true) {
            try {
                renewing.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
