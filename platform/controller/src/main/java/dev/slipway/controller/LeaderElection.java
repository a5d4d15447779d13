package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets one of several processes do the work: the holder of a Lease. Needed against a cluster that
/// several Slipway processes share; an embedded server is alone on its data and needs no election.
///
/// The holder renews the lease; who sees it unchanged for its whole duration, by its own clock,
/// takes it over. A holder that cannot renew stops working before anybody else may begin, provided
/// that clocks run equally fast and that closing takes less than the difference of the two
/// durations. Thread-safe.
public final class LeaderElection implements Component, Stepwise {
    /// Times of the election; `renewDeadline` must be shorter than `leaseDuration`.
    public record Timing(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {
        public Timing {
            if (renewDeadline.compareTo(leaseDuration) >= 0
                    || retryPeriod.compareTo(renewDeadline) >= 0) {
                throw new IllegalArgumentException(
                        "retryPeriod < renewDeadline < leaseDuration expected, found "
                                + retryPeriod
                                + ", "
                                + renewDeadline
                                + ", "
                                + leaseDuration);
            }
        }

        public static Timing usual() {
            return new Timing(
                    Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
        }
    }

    private static final System.Logger LOGGER = System.getLogger(LeaderElection.class.getName());

    private final ObjectKey lease;
    private final String identity;
    private final Timing timing;
    private final Resources<Lease> leases;
    private final Time time;
    private final Supplier<Component> work;
    private final Controller loop;

    // Only for the one worker of the loop.
    private @Nullable String observedVersion;
    private long observedAtNanos;

    @GuardedBy("this")
    private @Nullable Component running;

    @GuardedBy("this")
    private Time.@Nullable Scheduled deadline;

    @GuardedBy("this")
    private boolean closed;

    /// `work` makes the component to run while leading; each term gets a new one.
    public LeaderElection(
            ObjectKey lease,
            String identity,
            Timing timing,
            Cluster cluster,
            Time time,
            Supplier<Component> work) {
        this.lease = requireNonNull(lease, "lease");
        this.identity = requireNonNull(identity, "identity");
        this.timing = requireNonNull(timing, "timing");
        this.leases = cluster.resources(Kinds.LEASE);
        this.time = requireNonNull(time, "time");
        this.work = requireNonNull(work, "work");
        this.loop =
                Controller.named("leader-election", _ -> attempt(), time)
                        .workers(1)
                        .backOff(new BackOff(timing.retryPeriod(), timing.retryPeriod()))
                        .build();
        loop.wake(lease);
    }

    public synchronized boolean isLeader() {
        return running != null;
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public boolean step() throws InterruptedException {
        return loop.step();
    }

    /// Stops working, then gives the lease back, so that the next one need not wait.
    @Override
    public void close() {
        loop.close();
        boolean led;
        synchronized (this) {
            closed = true;
            led = running != null;
        }
        stopWork();
        if (led) {
            release();
        }
    }

    private Result attempt() {
        Lease current = leases.find(lease).orElse(null);
        if (current == null) {
            leases.create(new Lease(ObjectMeta.named(lease.namespace(), lease.name()), held(null)));
            lead();
            return Result.after(timing.retryPeriod());
        }
        boolean mine = identity.equals(current.spec().holderIdentity());
        if (!mine && !isFree(current)) {
            stopWork();
            return Result.after(timing.retryPeriod());
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", current.metadata().resourceVersion());
        patch.set("spec", Json.tree(held(current.spec())));
        leases.patch(lease, new Patch.MergePatch(patch));
        lead();
        return Result.after(timing.retryPeriod());
    }

    /// Judged by how long the lease has been unchanged here, so that clocks need not agree.
    private boolean isFree(Lease current) {
        String holder = current.spec().holderIdentity();
        if (holder == null || holder.isEmpty()) {
            return true;
        }
        String version = current.metadata().resourceVersion();
        if (version == null || !version.equals(observedVersion)) {
            observedVersion = version;
            observedAtNanos = time.nanos();
            return false;
        }
        Integer seconds = current.spec().leaseDurationSeconds();
        Duration duration = seconds == null ? timing.leaseDuration() : Duration.ofSeconds(seconds);
        return time.nanos() - observedAtNanos >= duration.toNanos();
    }

    private Lease.LeaseSpec held(Lease.@Nullable LeaseSpec before) {
        Instant now = time.now();
        int duration = (int) timing.leaseDuration().toSeconds();
        if (before != null && identity.equals(before.holderIdentity())) {
            return new Lease.LeaseSpec(
                    identity, duration, before.acquireTime(), now, before.leaseTransitions());
        }
        Integer transitions = before == null ? null : before.leaseTransitions();
        return new Lease.LeaseSpec(
                identity,
                duration,
                now,
                now,
                before == null ? 0 : 1 + (transitions == null ? 0 : transitions));
    }

    private void lead() {
        Component begun = null;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (deadline != null) {
                deadline.cancel();
            }
            deadline = time.schedule(timing.renewDeadline(), this::giveUp);
            if (running == null) {
                begun = work.get();
                running = begun;
            }
        }
        if (begun != null) {
            LOGGER.log(System.Logger.Level.INFO, "Leading lease=" + lease + " as=" + identity);
            begun.start();
        }
    }

    private void giveUp() {
        Thread.ofVirtual().name("leader-stop").start(this::stopWork);
    }

    private void stopWork() {
        Component stopped;
        synchronized (this) {
            stopped = running;
            running = null;
            if (deadline != null) {
                deadline.cancel();
                deadline = null;
            }
        }
        if (stopped != null) {
            LOGGER.log(System.Logger.Level.INFO, "Leading no more lease=" + lease);
            stopped.close();
        }
    }

    private void release() {
        ObjectNode spec = Json.object();
        spec.put("holderIdentity", "");
        spec.put("leaseDurationSeconds", 1);
        try {
            Lease current = leases.find(lease).orElse(null);
            if (current != null && identity.equals(current.spec().holderIdentity())) {
                ObjectNode patch = Json.object();
                patch.putObject("metadata")
                        .put("resourceVersion", current.metadata().resourceVersion());
                patch.set("spec", spec);
                leases.patch(lease, new Patch.MergePatch(patch));
            }
        } catch (ApiException e) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "The lease was not given back, it runs out by itself reason=" + e.getMessage());
        }
    }
}
