package dev.slipway.node;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens the output of containers of this node's pods. Thread-safe.
public final class PodLogReader {
    private final Informer<Pod> pods;
    private final ContainerRuntime runtime;
    private final Time time;

    PodLogReader(Informer<Pod> pods, ContainerRuntime runtime, Time time) {
        this.pods = pods;
        this.runtime = runtime;
        this.time = time;
    }

    /// Which part: of the named container (may be empty if the pod has only one), with `follow`
    /// until it ends, with `previous` of the run before the last restart, with `timestamps` each
    /// line after the time it was written; not older than `since`; at most the last `tailLines`; at
    /// most `limitBytes`.
    public record Selection(
            String container,
            boolean follow,
            boolean previous,
            boolean timestamps,
            @Nullable Instant since,
            @Nullable Long tailLines,
            @Nullable Long limitBytes) {}

    /// Throws [ApiException]: `NOT_FOUND` if there is no such pod here, `BAD_REQUEST` if the
    /// container has not started yet, has no previous run, or must be chosen.
    public PodLogStream open(ObjectKey key, Selection selection) {
        Pod pod = pods.find(key);
        if (pod == null) {
            throw new ApiException(Reason.NOT_FOUND, "pods \"" + key.name() + "\" not found");
        }
        String container = container(pod, selection.container());
        ContainerId id = choose(pod, container, selection.previous());
        LogSource log = runtime.log(id);
        try {
            return new PodLogStream(log, start(log, selection), selection, () -> ended(id), time);
        } catch (IOException e) {
            log.close();
            throw new UncheckedIOException(e);
        }
    }

    private boolean ended(ContainerId id) {
        return !(runtime.inspect(id) instanceof ContainerState.Running);
    }

    private static String container(Pod pod, String wanted) {
        List<String> names = PodPorts.containers(pod).stream().map(Container::name).toList();
        if (wanted.isEmpty()) {
            if (pod.spec().containers().size() == 1) {
                return pod.spec().containers().getFirst().name();
            }
            throw ApiException.badRequest(
                    "a container name must be specified for pod "
                            + pod.key().name()
                            + ", choose one of: "
                            + names);
        }
        if (!names.contains(wanted)) {
            throw ApiException.badRequest(
                    "container "
                            + wanted
                            + " is not valid for pod "
                            + pod.key().name()
                            + " (expected: one of "
                            + names
                            + ")");
        }
        return wanted;
    }

    private ContainerId choose(Pod pod, String container, boolean previous) {
        List<ContainerId> attempts =
                runtime.list(pod.metadata().storedUid()).stream()
                        .map(FoundContainer::id)
                        .filter(id -> id.name().equals(container))
                        .toList();
        int at = attempts.size() - (previous ? 2 : 1);
        if (at >= 0) {
            return attempts.get(at);
        }
        if (previous) {
            throw ApiException.badRequest(
                    "previous terminated container \""
                            + container
                            + "\" in pod \""
                            + pod.key().name()
                            + "\" not found");
        }
        throw ApiException.badRequest(
                "container \""
                        + container
                        + "\" in pod \""
                        + pod.key().name()
                        + "\" is waiting to start: "
                        + why(pod, container));
    }

    private static String why(Pod pod, String container) {
        for (var status : pod.status().containerStatuses()) {
            if (status.name().equals(container) && status.state().waiting() != null) {
                return String.valueOf(status.state().waiting().reason());
            }
        }
        return "ContainerCreating";
    }

    private static long start(LogSource log, Selection selection) throws IOException {
        long start = log.start();
        if (selection.since() != null) {
            start = Math.max(start, log.offsetAt(selection.since()));
        }
        if (selection.tailLines() != null) {
            start = Math.max(start, LogTail.startOfLast(log, selection.tailLines()));
        }
        return start;
    }
}
