package dev.slipway.node;

import dev.slipway.model.kinds.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A pod and its containers at one moment. `startTime` is when this node took it.
record PodView(Pod pod, List<ContainerView> init, List<ContainerView> main, Instant startTime) {
    PodView {
        init = List.copyOf(init);
        main = List.copyOf(main);
    }

    /// `Always`, `OnFailure` or `Never`.
    String restartPolicy() {
        String policy = pod.spec().restartPolicy();
        return policy == null ? "Always" : policy;
    }

    /// Whether a container that ended like this is started again.
    boolean restarts(ContainerView container) {
        return switch (container.role()) {
            case SIDECAR -> true;
            case INIT -> !container.succeeded() && !restartPolicy().equals("Never");
            case MAIN ->
                    switch (restartPolicy()) {
                        case "Never" -> false;
                        case "OnFailure" -> !container.succeeded();
                        default -> true;
                    };
        };
    }

    /// All init containers have done their work; true for good once a main container was started.
    boolean initialized() {
        if (main.stream().anyMatch(ContainerView::everStarted)) {
            return true;
        }
        for (ContainerView container : init) {
            boolean done =
                    container.role() == ContainerView.Role.SIDECAR
                            ? container.running() && container.flags().started()
                            : container.succeeded();
            if (!done) {
                return false;
            }
        }
        return true;
    }

    /// No main container runs or will run again.
    boolean mainOver() {
        return main.stream().allMatch(container -> container.exited() && !restarts(container));
    }

    /// An init container failed and may not be repeated.
    boolean initFailed() {
        return init.stream()
                .anyMatch(container ->
                        container.role() == ContainerView.Role.INIT
                                && container.exited()
                                && !container.succeeded()
                                && !restarts(container));
    }

    boolean pastDeadline(Instant now) {
        Long seconds = pod.spec().activeDeadlineSeconds();
        return seconds != null && !now.isBefore(startTime.plusSeconds(seconds));
    }

    List<ContainerView> all() {
        List<ContainerView> all = new ArrayList<>(init);
        all.addAll(main);
        return all;
    }
}
