package dev.slipway.node;

import dev.slipway.node.ContainerView.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what a pod needs next: a pure function of what there is and what time it is.
///
/// ```
///            each succeeds (or, as a sidecar, has started)
///  init 1 ─────► init 2 ─────► … ─────► main containers, all at once ─────► sidecars end
///    │ fails                              │ ends
///    ▼                                    ▼
///  again after its back-off, or the     again after its back-off, as the restart policy says;
///  pod has failed (policy Never)        otherwise it stays ended
/// ```
final class PodPlanner {
    private final PodView view;
    private final Instant now;
    private final List<PodPlan.Action> actions = new ArrayList<>();
    private @Nullable Instant again;

    private PodPlanner(PodView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    static PodPlan plan(PodView view, Instant now) {
        PodPlanner planner = new PodPlanner(view, now);
        planner.decide();
        return new PodPlan(planner.actions, planner.again);
    }

    private void decide() {
        if (view.pod().status().isTerminal()) {
            stopAll("The pod is over");
            return;
        }
        if (view.pastDeadline(now)) {
            stopAll("The pod was active on the node longer than the specified deadline");
            return;
        }
        wakeAtDeadline();
        if (view.initFailed()) {
            stopAll("An init container failed");
            return;
        }
        if (initialize()) {
            runMain();
        }
    }

    /// Brings the init containers on; true once the main ones may run.
    private boolean initialize() {
        if (view.initialized()) {
            for (ContainerView container : view.init()) {
                if (container.role() == Role.SIDECAR) {
                    keepSidecar(container);
                }
            }
            return true;
        }
        for (ContainerView container : view.init()) {
            if (container.role() == Role.SIDECAR) {
                keepSidecar(container);
                if (!container.running() || !container.flags().started()) {
                    return false;
                }
            } else if (!container.succeeded()) {
                keep(container);
                return false;
            }
        }
        return true;
    }

    private void keepSidecar(ContainerView container) {
        if (view.mainOver()) {
            stop(container, "All main containers are over");
        } else {
            keep(container);
        }
    }

    private void runMain() {
        view.main().forEach(this::keep);
    }

    private void keep(ContainerView container) {
        switch (container.state()) {
            case ContainerState.Running _ -> {
                if (container.flags().unhealthy()) {
                    stop(
                            container,
                            "Container "
                                    + container.name()
                                    + " failed its probe or hook, will be restarted");
                }
            }
            case ContainerState.Exited _ -> {
                if (view.restarts(container)) {
                    startWhenDue(container);
                }
            }
            case ContainerState.Absent _ -> startWhenDue(container);
        }
    }

    private void startWhenDue(ContainerView container) {
        if (now.isBefore(container.startableAt())) {
            wakeAt(container.startableAt());
            return;
        }
        actions.add(new PodPlan.Start(container.name()));
    }

    private void stop(ContainerView container, String message) {
        if (container.running() && !container.flags().stopping()) {
            actions.add(new PodPlan.Stop(container.name(), message));
        }
    }

    private void stopAll(String message) {
        view.all().forEach(container -> stop(container, message));
    }

    private void wakeAtDeadline() {
        Long seconds = view.pod().spec().activeDeadlineSeconds();
        if (seconds != null) {
            wakeAt(view.startTime().plusSeconds(seconds));
        }
    }

    private void wakeAt(Instant moment) {
        if (again == null || moment.isBefore(again)) {
            again = moment;
        }
    }
}
