package dev.slipway.node;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pod that this node has taken, from the first look at it until nothing of it is left. Belongs
/// to whoever works on the pod's key; only `ended` is set from another thread.
final class ActivePod {
    private final String uid;
    private final Path folder;
    private final List<ContainerTrack> init = new ArrayList<>();
    private final List<ContainerTrack> main = new ArrayList<>();
    private Pod pod;
    private PodStatus known;
    private PodPorts ports = new PodPorts(java.util.Map.of());
    private Instant startTime;
    private @Nullable PodTermination termination;
    private volatile boolean ended;

    ActivePod(Pod pod, Path pods, NodeConfig config, Instant now) {
        this.uid = pod.metadata().storedUid();
        this.pod = pod;
        this.known = pod.status();
        this.folder = PodFolders.of(pods, pod.key(), uid);
        this.startTime = known.startTime() != null ? known.startTime() : now;
        for (Container container : pod.spec().initContainers()) {
            init.add(track(container, ContainerView.roleOfInit(container), config));
        }
        for (Container container : pod.spec().containers()) {
            main.add(track(container, ContainerView.Role.MAIN, config));
        }
    }

    private static ContainerTrack track(
            Container container, ContainerView.Role role, NodeConfig config) {
        return new ContainerTrack(container, role, config.restarts(), config.restartsForgotten());
    }

    String uid() {
        return uid;
    }

    ObjectKey key() {
        return pod.key();
    }

    Pod pod() {
        return pod;
    }

    /// The newest state of the object that was seen; an older one than known is left out.
    void see(Pod newer) {
        if (version(newer) >= version(pod)) {
            pod = newer;
        }
    }

    private static long version(Pod pod) {
        String version = pod.metadata().resourceVersion();
        return version == null ? 0 : Long.parseLong(version);
    }

    Path folder() {
        return folder;
    }

    PodStatus known() {
        return known;
    }

    void setKnown(PodStatus status) {
        known = status;
    }

    PodPorts ports() {
        return ports;
    }

    void setPorts(PodPorts given) {
        ports = given;
    }

    List<ContainerTrack> tracks() {
        List<ContainerTrack> all = new ArrayList<>(init);
        all.addAll(main);
        return all;
    }

    @Nullable ContainerTrack find(String container) {
        for (ContainerTrack track : tracks()) {
            if (track.spec().name().equals(container)) {
                return track;
            }
        }
        return null;
    }

    ContainerId id(ContainerTrack track) {
        return new ContainerId(uid, track.spec().name(), track.attempt());
    }

    PodView view() {
        return new PodView(
                pod,
                init.stream().map(ContainerTrack::view).toList(),
                main.stream().map(ContainerTrack::view).toList(),
                startTime);
    }

    boolean anyRunning() {
        return tracks().stream().anyMatch(t -> t.state() instanceof ContainerState.Running);
    }

    @Nullable PodTermination termination() {
        return termination;
    }

    void setTermination(PodTermination begun) {
        termination = begun;
    }

    /// All its processes have ended for good.
    boolean ended() {
        return ended;
    }

    void setEnded() {
        ended = true;
    }

    void closeProbes() {
        tracks().forEach(track -> track.replaceProbes(null));
    }
}
