package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a pod is doing, as the node reports it.
public record PodStatus(
        @Nullable Long observedGeneration,
        @Nullable String phase,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String podIP,
        List<IpAddress> podIPs,
        @Nullable String hostIP,
        List<IpAddress> hostIPs,
        @Nullable Instant startTime,
        @Nullable String qosClass,
        List<Condition> conditions,
        List<ContainerStatus> initContainerStatuses,
        List<ContainerStatus> containerStatuses) {
    public PodStatus {
        podIPs = Immutable.list(podIPs);
        hostIPs = Immutable.list(hostIPs);
        conditions = Immutable.list(conditions);
        initContainerStatuses = Immutable.list(initContainerStatuses);
        containerStatuses = Immutable.list(containerStatuses);
    }

    public boolean isReady() {
        return Condition.isTrue(conditions, "Ready");
    }

    /// All containers have ended for good.
    public boolean isTerminal() {
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /// One address of several.
    public record IpAddress(String ip) {
        public IpAddress {
            requireNonNull(ip, "ip");
        }
    }

    /// How one container is doing.
    public record ContainerStatus(
            String name,
            ContainerState state,
            ContainerState lastState,
            boolean ready,
            @Nullable Boolean started,
            int restartCount,
            String image,
            String imageID,
            @Nullable String containerID) {
        public ContainerStatus {
            requireNonNull(name, "name");
            image = image == null ? "" : image;
            imageID = imageID == null ? "" : imageID;
            state = state == null ? Json.empty(ContainerState.class) : state;
            lastState = lastState == null ? Json.empty(ContainerState.class) : lastState;
        }
    }

    /// At most one is set; none means waiting.
    public record ContainerState(
            @Nullable Waiting waiting,
            @Nullable Running running,
            @Nullable Terminated terminated) {}

    /// Not started, and why.
    public record Waiting(@Nullable String reason, @Nullable String message) {}

    /// Running since.
    public record Running(@Nullable Instant startedAt) {}

    /// Ended, and how.
    public record Terminated(
            int exitCode,
            @Nullable Integer signal,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String containerID) {}
}
