package dev.slipway.node;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.PodSpec;
import dev.slipway.model.kinds.PodStatus;
import dev.slipway.model.kinds.PodStatus.ContainerStatus;
import dev.slipway.model.kinds.PodStatus.Terminated;
import dev.slipway.model.kinds.PodStatus.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says how a pod is doing, in the words of the API: a pure function of what there is, the status
/// said before (which keeps the times of transitions and what others wrote), and the time.
final class PodStatuses {
    private static final List<String> OWN =
            List.of("PodScheduled", "Initialized", "ContainersReady", "Ready");
    private static final String ADDRESS = "127.0.0.1";
    private static final int SIGNALLED = 128;

    private final PodView view;
    private final PodStatus known;
    private final Instant now;

    private PodStatuses(PodView view, PodStatus known, Instant now) {
        this.view = view;
        this.known = known;
        this.now = now;
    }

    static PodStatus of(PodView view, PodStatus known, Instant now) {
        return new PodStatuses(view, known, now).build();
    }

    private PodStatus build() {
        String phase = phase();
        boolean deadline = !phase.equals("Succeeded") && view.pastDeadline(now);
        String reason = deadline ? "DeadlineExceeded" : known.isTerminal() ? known.reason() : null;
        String message =
                deadline
                        ? "Pod was active on the node longer than the specified deadline"
                        : known.isTerminal() ? known.message() : null;
        List<PodStatus.IpAddress> addresses = List.of(new PodStatus.IpAddress(ADDRESS));
        return new PodStatus(
                view.pod().metadata().generation(),
                phase,
                reason,
                message,
                ADDRESS,
                addresses,
                ADDRESS,
                addresses,
                view.startTime(),
                known.qosClass() != null ? known.qosClass() : qosClass(view.pod().spec()),
                conditions(phase),
                statuses(view.init()),
                statuses(view.main()));
    }

    /// A pod that is over stays so, whatever becomes of its containers.
    private String phase() {
        if (known.isTerminal() && known.phase() != null) {
            return known.phase();
        }
        boolean anyRunning = view.all().stream().anyMatch(ContainerView::running);
        if (view.pastDeadline(now) || view.initFailed()) {
            return anyRunning ? "Running" : "Failed";
        }
        if (!view.initialized()
                || view.main().stream().anyMatch(container -> !container.everStarted())) {
            return "Pending";
        }
        boolean ending = view.pod().metadata().isBeingDeleted();
        if (anyRunning || (!view.mainOver() && !ending)) {
            return "Running";
        }
        return view.main().stream().allMatch(ContainerView::succeeded) ? "Succeeded" : "Failed";
    }

    private List<Condition> conditions(String phase) {
        List<Condition> conditions = knownConditions();
        conditions =
                with(conditions, "PodScheduled", view.pod().spec().nodeName() != null, null, null);
        boolean over = phase.equals("Succeeded");
        String done = over ? "PodCompleted" : null;
        String waitingInit = names(view.init(), ContainerView::succeeded);
        conditions =
                view.initialized()
                        ? with(conditions, "Initialized", true, done, null)
                        : with(
                                conditions,
                                "Initialized",
                                false,
                                "ContainersNotInitialized",
                                "containers with incomplete status: [" + waitingInit + "]");
        String unready = names(view.main(), this::ready);
        boolean ready = unready.isEmpty() && !phase.equals("Failed") && !over;
        String why = ready ? null : over ? "PodCompleted" : "ContainersNotReady";
        String which = ready || over ? null : "containers with unready status: [" + unready + "]";
        conditions = with(conditions, "ContainersReady", ready, why, which);
        String gate = closedGate();
        if (ready && gate != null) {
            return with(
                    conditions,
                    "Ready",
                    false,
                    "ReadinessGatesNotReady",
                    "the readiness gate \"" + gate + "\" has status other than \"True\"");
        }
        return with(conditions, "Ready", ready, why, which);
    }

    /// Ours as said before; those of others as they are now.
    private List<Condition> knownConditions() {
        List<Condition> conditions = new ArrayList<>();
        for (Condition condition : known.conditions()) {
            if (OWN.contains(condition.type())) {
                conditions.add(condition);
            }
        }
        for (Condition condition : view.pod().status().conditions()) {
            if (!OWN.contains(condition.type())) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private List<Condition> with(
            List<Condition> conditions,
            String type,
            boolean holds,
            @Nullable String reason,
            @Nullable String message) {
        Condition changed =
                new Condition(
                        type, holds ? "True" : "False", null, null, null, now, reason, message);
        return Condition.with(conditions, changed);
    }

    private boolean ready(ContainerView container) {
        return container.running() && container.flags().ready();
    }

    private @Nullable String closedGate() {
        for (PodSpec.ReadinessGate gate : view.pod().spec().readinessGates()) {
            if (!Condition.isTrue(view.pod().status().conditions(), gate.conditionType())) {
                return gate.conditionType();
            }
        }
        return null;
    }

    private interface Test {
        boolean passes(ContainerView container);
    }

    private static String names(List<ContainerView> containers, Test test) {
        List<String> failing = new ArrayList<>();
        for (ContainerView container : containers) {
            if (!test.passes(container)) {
                failing.add(container.name());
            }
        }
        return String.join(" ", failing);
    }

    private List<ContainerStatus> statuses(List<ContainerView> containers) {
        return containers.stream().map(this::status).toList();
    }

    private ContainerStatus status(ContainerView container) {
        String id = container.everStarted() ? containerId(container, container.attempt()) : null;
        PodStatus.ContainerState last =
                container.before() == null
                        ? none()
                        : terminated(container.before(), container, container.attempt() - 1);
        PodStatus.ContainerState state =
                switch (container.state()) {
                    case ContainerState.Running running ->
                            new PodStatus.ContainerState(
                                    null, new PodStatus.Running(running.startedAt()), null);
                    case ContainerState.Exited exited ->
                            terminated(exited, container, container.attempt());
                    case ContainerState.Absent _ -> waiting(notStartedYet(container));
                };
        if (container.state() instanceof ContainerState.Exited && willRestart(container)) {
            last = state;
            state = waiting(backingOff(container));
        }
        boolean initDone =
                container.role() == ContainerView.Role.INIT
                        ? container.succeeded()
                        : ready(container);
        return new ContainerStatus(
                container.name(),
                state,
                last,
                initDone,
                container.running() && container.flags().started(),
                Math.max(0, container.attempt()),
                container.image().reference(),
                container.everStarted() ? container.image().id() : "",
                id);
    }

    private boolean willRestart(ContainerView container) {
        boolean podOver =
                known.isTerminal()
                        || view.pod().metadata().isBeingDeleted()
                        || view.pastDeadline(now)
                        || view.initFailed();
        return !podOver
                && view.restarts(container)
                && !(container.role() == ContainerView.Role.SIDECAR && view.mainOver());
    }

    private Waiting notStartedYet(ContainerView container) {
        if (container.failure() != null) {
            return failed(container.failure());
        }
        boolean main = container.role() == ContainerView.Role.MAIN;
        return new Waiting(
                main && view.initialized() ? "ContainerCreating" : "PodInitializing", null);
    }

    private Waiting backingOff(ContainerView container) {
        if (container.failure() != null) {
            return failed(container.failure());
        }
        if (!now.isBefore(container.startableAt())) {
            return new Waiting("ContainerCreating", null);
        }
        return new Waiting(
                "CrashLoopBackOff",
                "restarting failed container="
                        + container.name()
                        + " pod="
                        + view.pod().key()
                        + " at "
                        + container
                                .startableAt()
                                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    }

    private static Waiting failed(ContainerView.Failure failure) {
        return new Waiting(failure.reason(), failure.message());
    }

    private PodStatus.ContainerState terminated(
            ContainerState.Exited exited, ContainerView container, int attempt) {
        Integer signal = exited.exitCode() > SIGNALLED ? exited.exitCode() - SIGNALLED : null;
        return new PodStatus.ContainerState(
                null,
                null,
                new Terminated(
                        exited.exitCode(),
                        signal,
                        exited.reason(),
                        null,
                        exited.startedAt(),
                        exited.finishedAt(),
                        containerId(container, attempt)));
    }

    private String containerId(ContainerView container, int attempt) {
        return "process://"
                + new ContainerId(view.pod().metadata().storedUid(), container.name(), attempt);
    }

    private static PodStatus.ContainerState waiting(Waiting waiting) {
        return new PodStatus.ContainerState(waiting, null, null);
    }

    private static PodStatus.ContainerState none() {
        return new PodStatus.ContainerState(null, null, null);
    }

    /// Guaranteed if every container limits memory and CPU to what it requests, best effort if none
    /// says anything.
    static String qosClass(PodSpec spec) {
        List<Container> containers = new ArrayList<>(spec.initContainers());
        containers.addAll(spec.containers());
        boolean guaranteed = true;
        boolean any = false;
        for (Container container : containers) {
            var limits = container.resources().limits();
            var requests = container.resources().requests();
            any |= !limits.isEmpty() || !requests.isEmpty();
            for (String resource : List.of("cpu", "memory")) {
                String limit = limits.get(resource);
                guaranteed &= limit != null && limit.equals(requests.getOrDefault(resource, limit));
            }
        }
        return guaranteed ? "Guaranteed" : any ? "Burstable" : "BestEffort";
    }
}
