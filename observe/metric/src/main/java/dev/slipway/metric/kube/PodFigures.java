package dev.slipway.metric.kube;

import dev.slipway.model.OwnerReference;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus;
import dev.slipway.model.kinds.PodStatus.ContainerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `kube_pod_*`.
final class PodFigures {
    private static final List<String> PHASES =
            List.of("Pending", "Succeeded", "Failed", "Unknown", "Running");

    private PodFigures() {}

    static void tell(ObjectSink sink, Pod pod) {
        sink.metadata();
        place(sink, pod);
        sink.state("status_phase", "phase", PHASES, orEmpty(pod.status().phase()));
        List<Condition> conditions = pod.status().conditions();
        sink.condition("status_ready", Condition.find(conditions, "Ready"));
        sink.condition("status_scheduled", Condition.find(conditions, "PodScheduled"));
        sink.time("start_time", pod.status().startTime());
        sink.time("deletion_timestamp", pod.metadata().deletionTimestamp());
        if (pod.status().isTerminal()) {
            sink.time("completion_time", lastEnd(pod.status()));
        }
        sink.gauge("restart_policy", 1.0, "type", orEmpty(pod.spec().restartPolicy()));
        pod.status().containerStatuses().forEach(each -> container(sink, "container", each));
        pod.status()
                .initContainerStatuses()
                .forEach(each -> container(sink, "init_container", each));
        for (Container each : pod.spec().containers()) {
            String node = orEmpty(pod.spec().nodeName());
            String[] labels = {"container", each.name(), "node", node};
            sink.resources("container_resource_requests", each.resources().requests(), labels);
            sink.resources("container_resource_limits", each.resources().limits(), labels);
        }
    }

    private static void place(ObjectSink sink, Pod pod) {
        OwnerReference owner = pod.metadata().controller();
        sink.gauge(
                "info",
                1.0,
                "uid",
                orEmpty(pod.metadata().uid()),
                "node",
                orEmpty(pod.spec().nodeName()),
                "host_ip",
                orEmpty(pod.status().hostIP()),
                "pod_ip",
                orEmpty(pod.status().podIP()),
                "created_by_kind",
                owner == null ? "" : owner.kind(),
                "created_by_name",
                owner == null ? "" : owner.name(),
                "host_network",
                String.valueOf(Boolean.TRUE.equals(pod.spec().hostNetwork())),
                "priority_class",
                orEmpty(pod.spec().priorityClassName()));
    }

    private static void container(ObjectSink sink, String prefix, ContainerStatus status) {
        String[] labels = {"container", status.name()};
        sink.gauge(
                prefix + "_info",
                1.0,
                "container",
                status.name(),
                "image",
                status.image(),
                "image_id",
                status.imageID(),
                "container_id",
                orEmpty(status.containerID()));
        sink.counter(prefix + "_status_restarts_total", status.restartCount(), labels);
        sink.flag(prefix + "_status_ready", status.ready(), labels);
        sink.flag(prefix + "_status_running", status.state().running() != null, labels);
        sink.flag(prefix + "_status_waiting", status.state().waiting() != null, labels);
        sink.flag(prefix + "_status_terminated", status.state().terminated() != null, labels);
        reasons(sink, prefix, status);
    }

    private static void reasons(ObjectSink sink, String prefix, ContainerStatus status) {
        String name = status.name();
        if (status.state().running() != null) {
            sink.time(
                    prefix + "_state_started",
                    status.state().running().startedAt(),
                    "container",
                    name);
        }
        if (status.state().waiting() != null) {
            reason(sink, prefix + "_status_waiting", name, status.state().waiting().reason());
        }
        if (status.state().terminated() != null) {
            reason(sink, prefix + "_status_terminated", name, status.state().terminated().reason());
        }
        PodStatus.Terminated last = status.lastState().terminated();
        if (last != null) {
            reason(sink, prefix + "_status_last_terminated", name, last.reason());
            sink.gauge(
                    prefix + "_status_last_terminated_exitcode",
                    last.exitCode(),
                    "container",
                    name);
        }
    }

    private static void reason(
            ObjectSink sink, String figure, String container, @Nullable String reason) {
        if (reason != null) {
            sink.gauge(figure + "_reason", 1.0, "container", container, "reason", reason);
        }
    }

    private static @Nullable Instant lastEnd(PodStatus status) {
        return status.containerStatuses().stream()
                .map(each -> each.state().terminated())
                .filter(Objects::nonNull)
                .map(PodStatus.Terminated::finishedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
