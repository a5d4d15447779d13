package dev.slipway.console;

import dev.slipway.console.Views.Health;
import dev.slipway.console.Views.Moment;
import dev.slipway.console.Views.PodRow;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus;
import dev.slipway.model.kinds.PodStatus.ContainerStatus;
import dev.slipway.model.kinds.PodStatus.Terminated;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A pod's state in a word, and why it is not better.
final class PodStates {
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

    private PodStates() {}

    /// What a pod's state is called, why, and how good that is.
    private record State(String word, String why, Health health) {}

    /// `warning` is the newest event that warns about the pod, or empty.
    static PodRow row(Pod pod, String warning, ZoneId zone) {
        State state = state(pod, warning);
        Instant created = pod.metadata().creationTimestamp();
        List<ContainerStatus> containers = pod.status().containerStatuses();
        return new PodRow(
                pod.key().namespace(),
                pod.key().name(),
                state.health(),
                state.word(),
                containers.stream().filter(ContainerStatus::ready).count()
                        + "/"
                        + containers.size(),
                state.why(),
                containers.stream().mapToInt(ContainerStatus::restartCount).sum(),
                revision(pod),
                created == null ? null : Moment.of(created, zone));
    }

    private static State state(Pod pod, String warning) {
        PodStatus status = pod.status();
        String phase = status.phase() == null ? "Pending" : status.phase();
        if (pod.metadata().isBeingDeleted()) {
            return new State("Terminating", "", Health.busy);
        }
        if (phase.equals("Succeeded")) {
            return new State("Completed", "", Health.good);
        }
        if (phase.equals("Failed")) {
            return new State(
                    status.reason() == null ? "Failed" : status.reason(),
                    firstOf(text(status.message()), lastEnd(status)),
                    Health.bad);
        }
        State waiting = waiting(status, warning);
        if (waiting != null) {
            return waiting;
        }
        if (status.isReady()) {
            return new State(phase, lastEnd(status), Health.good);
        }
        return new State(phase, firstOf(warning, notReady(status)), Health.busy);
    }

    private static @Nullable State waiting(PodStatus status, String warning) {
        List<ContainerStatus> containers = new ArrayList<>(status.initContainerStatuses());
        containers.addAll(status.containerStatuses());
        for (ContainerStatus container : containers) {
            PodStatus.Waiting waiting = container.state().waiting();
            if (waiting != null && waiting.reason() != null) {
                boolean starting = STARTING.contains(waiting.reason());
                String why = firstOf(text(waiting.message()), end(container), warning);
                return new State(waiting.reason(), why, starting ? Health.busy : Health.bad);
            }
        }
        return null;
    }

    /// What the pod's conditions say is missing: where it should run comes before whether it is
    /// ready.
    private static String notReady(PodStatus status) {
        for (String type : List.of("PodScheduled", "Ready")) {
            Condition condition = Condition.find(status.conditions(), type);
            if (condition != null && !condition.holds()) {
                return text(condition.message());
            }
        }
        return "";
    }

    /// How a container ended last, if one did.
    private static String lastEnd(PodStatus status) {
        return status.containerStatuses().stream()
                .map(PodStates::end)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String end(ContainerStatus container) {
        Terminated now = container.state().terminated();
        Terminated ended = now == null ? container.lastState().terminated() : now;
        if (ended == null) {
            return "";
        }
        String what = now == null ? "restarted after " : "ended with ";
        String code =
                ended.signal() == null || ended.signal() == 0
                        ? "exit code " + ended.exitCode()
                        : "signal " + ended.signal();
        String why = firstOf(text(ended.message()), text(ended.reason()));
        return container.name()
                + " "
                + what
                + code
                + (why.isEmpty() || why.equals("Error") ? "" : ": " + why);
    }

    private static String revision(Pod pod) {
        var labels = pod.metadata().labels();
        return labels.getOrDefault(
                "rollouts-pod-template-hash", labels.getOrDefault("pod-template-hash", ""));
    }

    private static String firstOf(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
