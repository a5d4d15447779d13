package dev.slipway.node;

import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings the processes of one pod closer to its specification: takes it, starts and restarts its
/// containers, reports how it is doing, ends it. All waiting is done elsewhere (probes, stops),
/// which wake the pod's key when they know more.
final class PodReconciler implements Reconciler {
    private static final System.Logger LOGGER = System.getLogger(PodReconciler.class.getName());

    /// How often files that follow ConfigMaps and Secrets are brought up to date.
    private static final Duration REFRESH = Duration.ofSeconds(60);

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final NodeConfig config;
    private final NodeParts parts;
    private final Informer<Pod> informer;
    private final Resources<Pod> pods;
    private final PodRegistry registry;
    private final ContainerStarter starter;
    private final ContainerStop stops;
    private final PodBinder binder;
    private final PodPortKeeper ports;
    private final Consumer<ObjectKey> waker;

    PodReconciler(
            NodeConfig config,
            NodeParts parts,
            PodRegistry registry,
            ContainerStop stops,
            PodBinder binder,
            Consumer<ObjectKey> waker) {
        this.config = config;
        this.parts = parts;
        this.informer = parts.informers().of(Kinds.POD);
        this.pods = parts.cluster().resources(Kinds.POD);
        this.registry = registry;
        this.stops = stops;
        this.binder = binder;
        this.ports = new PodPortKeeper(new HostPorts(config.ports()), pods);
        this.starter = new ContainerStarter(config, parts, ports);
        this.waker = waker;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        return Undisturbed.call("pod", () -> bring(key));
    }

    private Result bring(ObjectKey key) {
        Pod pod = informer.find(key);
        String uid = pod == null ? "" : pod.metadata().storedUid();
        for (ActivePod other : registry.withKey(key)) {
            if (!other.uid().equals(uid)) {
                clearAway(other);
            }
        }
        if (pod == null || !concernsUs(pod)) {
            return Result.done();
        }
        ActivePod active = activate(pod);
        if (active == null) {
            return Result.done();
        }
        observe(active);
        return active.pod().metadata().isBeingDeleted() ? end(active) : advance(active);
    }

    /// Takes up the ports of every pod of an earlier server, before any new pod gets one.
    void recallPorts() {
        ports.recallAll(config.pods());
    }

    private boolean concernsUs(Pod pod) {
        String node = pod.spec().nodeName();
        return node == null || node.isEmpty() || node.equals(config.name());
    }

    /// The pod as one of ours, taken now if nobody has it; null if it is not for us.
    private @Nullable ActivePod activate(Pod pod) {
        ActivePod active = registry.find(pod.metadata().storedUid());
        if (active != null) {
            active.see(pod);
        }
        boolean bound = pod.spec().nodeName() != null && !pod.spec().nodeName().isEmpty();
        if (active != null && (bound || active.pod().spec().nodeName() != null)) {
            return active;
        }
        boolean ending = pod.metadata().isBeingDeleted();
        if (!bound) {
            return ending ? null : take(pod);
        }
        Long grace = pod.metadata().deletionGracePeriodSeconds();
        boolean done = ending && grace != null && grace == 0;
        if (done && parts.runtime().list(pod.metadata().storedUid()).isEmpty()) {
            // Ended by us before; only a finalizer holds the object.
            return null;
        }
        return registry.add(adopt(pod));
    }

    private @Nullable ActivePod take(Pod pod) {
        String obstacle = binder.obstacle(pod);
        if (obstacle != null) {
            binder.refuse(pod, obstacle, parts.time().now());
            return null;
        }
        ActivePod active = new ActivePod(pod, config.pods(), config, parts.time().now());
        try {
            ports.take(active);
        } catch (ContainerException _) {
            // Said by the container that cannot start without it.
        }
        try {
            active.see(binder.bind(pod, active.ports()));
        } catch (ApiException e) {
            ports.release(active.uid());
            throw e;
        }
        return registry.add(active);
    }

    /// A pod that was ours before this server started, with the containers it still has.
    private ActivePod adopt(Pod pod) {
        ActivePod active = new ActivePod(pod, config.pods(), config, parts.time().now());
        ports.recall(active);
        for (FoundContainer found : parts.runtime().list(active.uid())) {
            ContainerTrack track = active.find(found.id().name());
            if (track == null) {
                continue;
            }
            PodStatus.ContainerStatus said = status(pod, found.id().name());
            boolean same = said != null && said.restartCount() == found.id().attempt();
            boolean started = same && said != null && Boolean.TRUE.equals(said.started());
            boolean ready = same && said != null && said.ready();
            track.adopted(found, started, ready);
            if (found.state() instanceof ContainerState.Running) {
                starter.resume(active, track, started, () -> waker.accept(active.key()));
            }
        }
        return active;
    }

    private static PodStatus.@Nullable ContainerStatus status(Pod pod, String container) {
        for (PodStatus.ContainerStatus status : pod.status().containerStatuses()) {
            if (status.name().equals(container)) {
                return status;
            }
        }
        for (PodStatus.ContainerStatus status : pod.status().initContainerStatuses()) {
            if (status.name().equals(container)) {
                return status;
            }
        }
        return null;
    }

    void observe(ActivePod active) {
        for (ContainerTrack track : active.tracks()) {
            if (track.attempt() < 0) {
                continue;
            }
            if (track.observe(parts.runtime().inspect(active.id(track)))) {
                track.replaceProbes(null);
                tellEnd(active, track);
            }
        }
    }

    private void tellEnd(ActivePod active, ContainerTrack track) {
        ContainerView view = track.view();
        boolean waits = parts.time().now().isBefore(view.startableAt());
        if (waits && active.view().restarts(view) && !active.pod().metadata().isBeingDeleted()) {
            parts.events()
                    .warning(
                            Kinds.POD,
                            active.pod(),
                            "BackOff",
                            "Back-off restarting failed container "
                                    + view.name()
                                    + " in pod "
                                    + active.key().name());
        }
    }

    private Result advance(ActivePod active) {
        if (active.known().isTerminal() && !active.anyRunning()) {
            giveBack(active);
            return Result.done();
        }
        PodPlan plan = PodPlanner.plan(active.view(), parts.time().now());
        // Said before the first start, so that people see the pod was taken.
        if (active.known().startTime() == null) {
            report(active);
        }
        for (PodPlan.Action action : plan.actions()) {
            ContainerTrack track = active.find(action.container());
            if (track == null) {
                continue;
            }
            switch (action) {
                case PodPlan.Start _ ->
                        starter.start(active, track, () -> waker.accept(active.key()));
                case PodPlan.Stop(String _, String message) -> stop(active, track, message);
            }
        }
        PodPlan next =
                plan.actions().isEmpty()
                        ? plan
                        : PodPlanner.plan(active.view(), parts.time().now());
        report(active);
        return again(active, next);
    }

    /// A pod that is over keeps its output only.
    private void giveBack(ActivePod active) {
        active.closeProbes();
        ports.release(active.uid());
        parts.runtime().list(active.uid()).forEach(found -> parts.runtime().trim(found.id()));
    }

    private Result again(ActivePod active, PodPlan plan) {
        boolean live =
                active.anyRunning()
                        && active.pod().spec().volumes().stream().anyMatch(PodVolumes::isLive);
        if (live) {
            try {
                starter.refreshVolumes(active);
            } catch (ContainerException e) {
                LOGGER.log(
                        System.Logger.Level.DEBUG,
                        "Files of volumes stay as they are pod=" + active.key(),
                        e);
            }
        }
        boolean over = active.known().isTerminal();
        if (!plan.actions().isEmpty() || (over && !active.anyRunning())) {
            return Result.after(Duration.ZERO);
        }
        Instant again = plan.again();
        Duration wait =
                again == null ? null : Duration.between(parts.time().now(), again).plusMillis(1);
        if (live && (wait == null || wait.compareTo(REFRESH) > 0)) {
            return Result.after(REFRESH);
        }
        return wait == null ? Result.done() : Result.after(wait);
    }

    private void stop(ActivePod active, ContainerTrack track, String message) {
        parts.events().normal(Kinds.POD, active.pod(), "Killing", message);
        Long own = ContainerProbes.graceSeconds(track.spec());
        Duration grace =
                own != null && track.view().flags().unhealthy()
                        ? Duration.ofSeconds(own)
                        : grace(active);
        track.replaceProbes(null);
        track.setStopping();
        // Traffic goes elsewhere before the container ends.
        report(active);
        ContainerStop.Request request =
                new ContainerStop.Request(
                        active.id(track), track.spec(), active.ports(), () -> grace);
        Thread.ofVirtual()
                .name("container-stop")
                .start(() -> {
                    stops.stop(request);
                    waker.accept(active.key());
                });
    }

    private static Duration grace(ActivePod active) {
        Long deletion = active.pod().metadata().deletionGracePeriodSeconds();
        Long spec = active.pod().spec().terminationGracePeriodSeconds();
        if (active.pod().metadata().isBeingDeleted() && deletion != null) {
            return Duration.ofSeconds(deletion);
        }
        return spec == null ? GRACE : Duration.ofSeconds(spec);
    }

    /// A pod that is being deleted: its processes end, then it goes.
    private Result end(ActivePod active) {
        if (active.ended()) {
            reportLast(active);
            remove(active);
            pods.delete(
                    active.key(), DeleteOptions.ofUid(active.uid()).withGracePeriod(Duration.ZERO));
            return Result.done();
        }
        PodTermination termination = active.termination();
        if (termination == null) {
            for (ContainerTrack track : active.tracks()) {
                if (track.state() instanceof ContainerState.Running) {
                    String message = "Stopping container " + track.spec().name();
                    parts.events().normal(Kinds.POD, active.pod(), "Killing", message);
                }
            }
            beginEnd(active).start();
        } else {
            termination.shorten(grace(active));
        }
        report(active);
        return Result.done();
    }

    private PodTermination beginEnd(ActivePod active) {
        PodTermination termination =
                new PodTermination(
                        active,
                        stops,
                        new PodTermination.Traffic(parts.drain(), config.drain()),
                        grace(active),
                        () -> {
                            active.setEnded();
                            waker.accept(active.key());
                        });
        active.setTermination(termination);
        return termination;
    }

    /// A pod whose object is gone: nothing of it may stay.
    private void clearAway(ActivePod active) {
        if (active.ended()) {
            remove(active);
            return;
        }
        PodTermination termination = active.termination();
        if (termination == null) {
            termination = beginEnd(active);
            termination.hurry();
            termination.start();
        } else {
            termination.hurry();
        }
    }

    private void remove(ActivePod active) {
        active.closeProbes();
        for (FoundContainer found : parts.runtime().list(active.uid())) {
            parts.runtime().remove(found.id());
        }
        try {
            AtomicFiles.deleteTree(active.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ports.release(active.uid());
        registry.remove(active.uid());
    }

    /// The last word is no reason to keep a pod: on a full disk it could not be written, and what
    /// the pod holds would never be freed.
    private void reportLast(ActivePod active) {
        try {
            report(active);
        } catch (ApiException e) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "The end of a pod was not reported pod=" + active.key(),
                    e);
        }
    }

    /// Writes the status if it says something new.
    void report(ActivePod active) {
        if (active.known().isTerminal() && !active.anyRunning()) {
            return;
        }
        PodStatus status = PodStatuses.of(active.view(), active.known(), parts.time().now());
        Patch change = MergeChange.ofStatus(active.known(), status);
        Pod present = informer.find(active.key());
        boolean replaced = present != null && !present.metadata().storedUid().equals(active.uid());
        if (change == null || replaced) {
            return;
        }
        try {
            Pod written = pods.patchStatus(active.key(), change);
            if (written.metadata().storedUid().equals(active.uid())) {
                active.see(written);
            }
            active.setKnown(status);
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }
}
