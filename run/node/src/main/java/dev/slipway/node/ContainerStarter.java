package dev.slipway.node;

import dev.slipway.controller.EventRecorder;
import dev.slipway.model.Quantity;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts containers: image, ports, volumes, environment, process, probes; and tells people each
/// step. Thread-safe for different pods.
final class ContainerStarter {
    /// Besides the running attempt, the one before it is kept for its output.
    private static final int ATTEMPTS_KEPT = 2;

    private final NodeConfig config;
    private final NodeParts parts;
    private final PodPortKeeper ports;
    private final ServiceVariables services;
    private final Map<String, String> allocatable;

    ContainerStarter(NodeConfig config, NodeParts parts, PodPortKeeper ports) {
        this.config = config;
        this.parts = parts;
        this.ports = ports;
        this.services =
                new ServiceVariables(parts.informers().of(Kinds.SERVICE), parts.addresses());
        this.allocatable = Machine.allocatable();
    }

    /// Starts the container's next attempt, or notes why that is not possible.
    void start(ActivePod pod, ContainerTrack track, Runnable wake) {
        EventRecorder events = parts.events();
        Container container = track.spec();
        boolean image = false;
        try {
            Image pulled = parts.runtime().pull(String.valueOf(container.image()));
            image = true;
            ports.ensure(pod);
            ContainerSpec spec = spec(pod, track, pulled);
            forgetOld(pod, track);
            parts.runtime().start(spec);
            track.begun(spec.id().attempt(), pulled, begun(spec.id()));
            events.normal(
                    Kinds.POD,
                    pod.pod(),
                    "Pulled",
                    "Container image \"" + pulled.reference() + "\" present on machine");
            events.normal(
                    Kinds.POD, pod.pod(), "Created", "Created container: " + container.name());
            events.normal(Kinds.POD, pod.pod(), "Started", "Started container " + container.name());
            watch(pod, track, wake).begin();
        } catch (ContainerException e) {
            if (track.failed(e, parts.time().now())) {
                String message =
                        image
                                ? "Error: " + e.getMessage()
                                : "Failed to pull image: " + e.getMessage();
                events.warning(Kinds.POD, pod.pod(), "Failed", message);
            }
        }
    }

    /// Running since the time that the runtime keeps, which every later server will tell; running
    /// even if it has ended already, so that its end is noticed as one.
    private ContainerState.Running begun(ContainerId id) {
        return switch (parts.runtime().inspect(id)) {
            case ContainerState.Running running -> running;
            case ContainerState.Exited(_, _, Instant startedAt, _) ->
                    new ContainerState.Running(0, startedAt);
            case ContainerState.Absent _ -> new ContainerState.Running(0, parts.time().now());
        };
    }

    /// Probes for an attempt that an earlier server had started.
    void resume(ActivePod pod, ContainerTrack track, boolean wasStarted, Runnable wake) {
        watch(pod, track, wake).resume(wasStarted);
    }

    /// Brings volumes that follow ConfigMaps and Secrets up to date.
    void refreshVolumes(ActivePod pod) {
        volumes(pod).prepare();
    }

    private ContainerProbes watch(ActivePod pod, ContainerTrack track, Runnable wake) {
        ContainerCheck check =
                new ContainerCheck(
                        parts.runtime(), pod.id(track), track.spec(), pod.ports(), parts.time());
        ContainerProbes probes =
                new ContainerProbes(
                        track, check, parts.time(), new Reporter(parts.events(), pod, wake));
        track.replaceProbes(probes);
        return probes;
    }

    private record Reporter(EventRecorder events, ActivePod pod, Runnable wake)
            implements ContainerProbes.Reporter {
        @Override
        public void changed() {
            wake.run();
        }

        @Override
        public void unhealthy(String reason, String message) {
            events.warning(Kinds.POD, pod.pod(), reason, message);
        }
    }

    private ContainerSpec spec(ActivePod active, ContainerTrack track, Image image) {
        Pod pod = active.pod();
        Container container = track.spec();
        PodVolumes volumes = volumes(active);
        Map<String, Path> prepared = volumes.prepare();
        PodEnvironment environment =
                new PodEnvironment(sources(active), fields(active), active.ports());
        boolean links = !Boolean.FALSE.equals(pod.spec().enableServiceLinks());
        Map<String, String> variables =
                environment.build(container, services.of(pod.key().namespace(), links));
        List<ContainerSpec.Mount> mounts = volumes.mounts(container, prepared, variables);
        return new ContainerSpec(
                new ContainerId(active.uid(), container.name(), track.attempt() + 1),
                pod.key(),
                active.folder(),
                image,
                environment.expand(container.command()),
                environment.expand(container.args()),
                container.workingDir(),
                variables,
                mounts,
                limits(container));
    }

    private PodVolumes volumes(ActivePod active) {
        return new PodVolumes(active.folder(), sources(active), fields(active));
    }

    private ConfigSources sources(ActivePod active) {
        return new ConfigSources(parts.cluster(), active.key().namespace());
    }

    private PodFields fields(ActivePod active) {
        return new PodFields(active.pod(), config.name(), allocatable);
    }

    private void forgetOld(ActivePod pod, ContainerTrack track) {
        String name = track.spec().name();
        for (FoundContainer found : parts.runtime().list(pod.uid())) {
            if (!found.id().name().equals(name)) {
                continue;
            }
            if (found.id().attempt() <= track.attempt() + 1 - ATTEMPTS_KEPT) {
                parts.runtime().remove(found.id());
            } else if (found.state() instanceof ContainerState.Exited) {
                parts.runtime().trim(found.id());
            }
        }
    }

    private static ContainerLimits limits(Container container) {
        Map<String, String> limits = container.resources().limits();
        Map<String, String> requests = container.resources().requests();
        return new ContainerLimits(
                value(limits.get("memory")),
                millis(limits.get("cpu")),
                millis(requests.get("cpu")));
    }

    private static @Nullable Long value(@Nullable String quantity) {
        return quantity == null ? null : Quantity.parse(quantity).value();
    }

    private static @Nullable Long millis(@Nullable String quantity) {
        return quantity == null ? null : Quantity.parse(quantity).milliValue();
    }
}
