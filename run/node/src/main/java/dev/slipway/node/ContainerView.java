package dev.slipway.node;

import dev.slipway.model.kinds.Container;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// All that decisions about a container depend on, at one moment. `attempt` is the newest one
/// started, -1 before the first; `state` is that attempt's, `before` the one's before it if it is
/// known. `startableAt` is when it may be started (again).
record ContainerView(
        Container spec,
        Role role,
        int attempt,
        ContainerState state,
        ContainerState.@Nullable Exited before,
        Image image,
        Flags flags,
        @Nullable Failure failure,
        Instant startableAt) {
    /// How the container takes part in the pod.
    enum Role {
        /// Runs to its end before the next one starts.
        INIT,
        /// Starts among the init containers and stays until the others are over.
        SIDECAR,
        MAIN
    }

    /// What probes and hooks have found out about the running attempt; `stopping` while its end is
    /// under way.
    record Flags(boolean started, boolean ready, boolean unhealthy, boolean stopping) {
        static final Flags NONE = new Flags(false, false, false, false);
    }

    /// Why the last try to start it came to nothing.
    record Failure(String reason, String message) {}

    static Role roleOfInit(Container spec) {
        return "Always".equals(spec.restartPolicy()) ? Role.SIDECAR : Role.INIT;
    }

    String name() {
        return spec.name();
    }

    boolean running() {
        return state instanceof ContainerState.Running;
    }

    boolean everStarted() {
        return attempt >= 0;
    }

    /// Over, with exit code 0.
    boolean succeeded() {
        return state instanceof ContainerState.Exited exited && exited.exitCode() == 0;
    }

    boolean exited() {
        return state instanceof ContainerState.Exited;
    }
}
