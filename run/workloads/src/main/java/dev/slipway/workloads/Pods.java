package dev.slipway.workloads;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus.ContainerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What controllers read off a pod.
final class Pods {
    private Pods() {}

    /// Runs or will run: neither ended nor about to be ended.
    static boolean isActive(Pod pod) {
        return !pod.status().isTerminal() && !pod.metadata().isBeingDeleted();
    }

    static boolean isTerminating(Pod pod) {
        return pod.metadata().isBeingDeleted() && !pod.status().isTerminal();
    }

    /// Ready for at least `minReadySeconds`.
    static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        return pod.status().isReady()
                && (minReadySeconds == 0
                        || !untilAvailable(pod, minReadySeconds, now).isPositive());
    }

    /// How long a ready pod must stay ready to become available.
    static Duration untilAvailable(Pod pod, int minReadySeconds, Instant now) {
        Instant since = readySince(pod);
        return since == null
                ? Duration.ofSeconds(minReadySeconds)
                : Duration.between(now, since.plusSeconds(minReadySeconds));
    }

    static @Nullable Instant readySince(Pod pod) {
        Condition ready = Condition.find(pod.status().conditions(), "Ready");
        return ready != null && ready.holds() ? ready.lastTransitionTime() : null;
    }

    static int restarts(Pod pod) {
        int restarts = 0;
        for (ContainerStatus container : pod.status().containerStatuses()) {
            restarts += container.restartCount();
        }
        return restarts;
    }

    /// When the last container ended, or null.
    static @Nullable Instant finishedAt(Pod pod) {
        Instant latest = null;
        for (ContainerStatus container : pod.status().containerStatuses()) {
            var terminated = container.state().terminated();
            Instant finished = terminated == null ? null : terminated.finishedAt();
            if (finished != null && (latest == null || finished.isAfter(latest))) {
                latest = finished;
            }
        }
        return latest;
    }

    static List<Pod> active(List<Pod> pods) {
        return pods.stream().filter(Pods::isActive).toList();
    }
}
