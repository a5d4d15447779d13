package dev.slipway.node;

import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// This machine as a node: it takes pods, runs them with its runtime, and reports how they are
/// doing. Pods go on running when it is closed, or killed; the next one finds them. Thread-safe.
public final class LocalNode implements Component {
    private static final System.Logger LOGGER = System.getLogger(LocalNode.class.getName());
    private static final int WORKERS = 16;

    private final NodeConfig config;
    private final NodeParts parts;
    private final Informer<Pod> pods;
    private final PodRegistry registry = new PodRegistry();
    private final ContainerStop stops;
    private final PodReconciler reconciler;
    private final Controller controller;
    private final NodeRegistration registration;

    public LocalNode(NodeConfig config, NodeParts parts) {
        this.config = config;
        this.parts = parts;
        this.pods = parts.informers().of(Kinds.POD);
        this.stops = new ContainerStop(parts.runtime(), parts.time());
        PodBinder binder =
                new PodBinder(
                        config.name(),
                        parts.runtime().name(),
                        NodeRegistration.labels(config.name()),
                        parts.cluster().resources(Kinds.POD),
                        parts.events());
        this.reconciler = new PodReconciler(config, parts, registry, stops, binder, this::wake);
        this.controller =
                Controller.named("node", reconciler, parts.time())
                        .onChange(pods)
                        .reads(parts.informers().of(Kinds.SERVICE))
                        .workers(WORKERS)
                        .build();
        this.registration =
                new NodeRegistration(
                        config, parts.cluster(), parts.time(), parts.runtime().limitsNotEnforced());
    }

    /// The runtime must have been started. Does not wait for the informers.
    @Override
    public void start() {
        reconciler.recallPorts();
        parts.runtime().onExit(this::ended);
        List<PodFolders.Found> found = PodFolders.list(config.pods());
        registration.start();
        controller.start();
        Thread.ofVirtual().name("node-orphans").start(() -> removeOrphans(found));
    }

    /// Stops looking after the pods; they go on running.
    @Override
    public void close() {
        registration.close();
        controller.close();
        registry.all().forEach(ActivePod::closeProbes);
    }

    /// Closes this node and ends all its pods, each within its own grace period and all within
    /// `max`. Their objects stay: the next node starts them again.
    public void stopPods(Duration max) throws InterruptedException {
        close();
        List<Thread> ends = new ArrayList<>();
        for (ActivePod pod : registry.all()) {
            ends.add(Thread.ofVirtual().name("pod-end").start(() -> stop(pod, max)));
        }
        for (Thread end : ends) {
            end.join();
        }
    }

    /// The output of containers, for the API's `log`.
    public PodLogReader logs() {
        return new PodLogReader(pods, parts.runtime(), parts.time());
    }

    /// What each running container of a pod uses now, by its name; empty if the pod is not here.
    public Map<String, ContainerUsage> usage(ObjectKey key) {
        Map<String, ContainerUsage> usage = new TreeMap<>();
        for (ActivePod pod : registry.withKey(key)) {
            for (ContainerTrack track : pod.tracks()) {
                if (track.state() instanceof ContainerState.Running) {
                    usage.put(track.spec().name(), parts.runtime().usage(pod.id(track)));
                }
            }
        }
        return usage;
    }

    /// Runs a command in a running container of a pod and waits for its end.
    public ExecOutcome exec(
            ObjectKey key, String container, List<String> command, Duration timeout) {
        for (ActivePod pod : registry.withKey(key)) {
            ContainerTrack track = pod.find(container);
            if (track != null && track.attempt() >= 0) {
                return parts.runtime().exec(pod.id(track), command, timeout);
            }
        }
        throw new ContainerException(
                ContainerException.Reason.NOT_RUNNING,
                "Container `" + container + "` of pod " + key + " does not run on this node.");
    }

    private void wake(ObjectKey key) {
        controller.wake(key);
    }

    private void ended(ContainerId id) {
        stops.wake(id);
        ActivePod pod = registry.find(id.podUid());
        if (pod != null) {
            wake(pod.key());
        }
    }

    private void stop(ActivePod pod, Duration max) {
        Long seconds = pod.pod().spec().terminationGracePeriodSeconds();
        Duration own = seconds == null ? max : Duration.ofSeconds(seconds);
        Duration grace = own.compareTo(max) < 0 ? own : max;
        Latch over = new Latch();
        // Their objects stay, so traffic does not leave them: whoever wants no request to be lost
        // closes the doors first.
        PodTermination.Traffic traffic =
                new PodTermination.Traffic(TrafficDrain.none(), Duration.ZERO);
        new PodTermination(pod, stops, traffic, grace, over::open).start();
        try {
            over.await();
            reconciler.observe(pod);
            reconciler.report(pod);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The end of a pod was not reported pod=" + pod.key(),
                    e);
        }
    }

    /// Ends what is left of pods whose objects went while no server ran.
    private void removeOrphans(List<PodFolders.Found> folders) {
        try {
            pods.awaitSync();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        for (PodFolders.Found folder : folders) {
            Pod pod = pods.find(folder.key());
            boolean here = pod != null && pod.metadata().storedUid().equals(folder.uid());
            if (here || registry.find(folder.uid()) != null) {
                continue;
            }
            try {
                for (FoundContainer left : parts.runtime().list(folder.uid())) {
                    parts.runtime().remove(left.id());
                }
                AtomicFiles.deleteTree(folder.path());
            } catch (IOException | RuntimeException e) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "A pod without an object could not be removed folder=" + folder.path(),
                        e);
            }
        }
    }
}
