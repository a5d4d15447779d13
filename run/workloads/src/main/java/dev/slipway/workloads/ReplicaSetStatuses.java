package dev.slipway.workloads;

import dev.slipway.model.ApiException;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.ReplicaSet.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The status of a ReplicaSet as its pods are.
final class ReplicaSetStatuses {
    static final String REPLICA_FAILURE = "ReplicaFailure";

    private ReplicaSetStatuses() {}

    static ReplicaSetStatus of(
            ReplicaSet set, List<Pod> pods, Instant now, List<Condition> conditions) {
        Map<String, String> labels = PodTemplates.labels(set.spec().template());
        int replicas = 0;
        int labelled = 0;
        int ready = 0;
        int available = 0;
        int terminating = 0;
        for (Pod pod : pods) {
            if (Pods.isActive(pod)) {
                replicas++;
                labelled +=
                        pod.metadata().labels().entrySet().containsAll(labels.entrySet()) ? 1 : 0;
                ready += pod.status().isReady() ? 1 : 0;
                available += Pods.isAvailable(pod, minReadySeconds(set), now) ? 1 : 0;
            } else if (Pods.isTerminating(pod)) {
                terminating++;
            }
        }
        return new ReplicaSetStatus(
                replicas,
                labelled,
                ready,
                available,
                terminating,
                set.metadata().generation(),
                conditions);
    }

    /// When the next ready pod becomes available, or null if none is about to.
    static @Nullable Duration untilNextAvailable(ReplicaSet set, List<Pod> pods, Instant now) {
        Duration shortest = null;
        for (Pod pod : pods) {
            int minReady = minReadySeconds(set);
            if (Pods.isActive(pod)
                    && pod.status().isReady()
                    && !Pods.isAvailable(pod, minReady, now)) {
                Duration wait = Pods.untilAvailable(pod, minReady, now);
                shortest = shortest == null || wait.compareTo(shortest) < 0 ? wait : shortest;
            }
        }
        return shortest;
    }

    static int minReadySeconds(ReplicaSet set) {
        Integer seconds = set.spec().minReadySeconds();
        return seconds == null ? 0 : seconds;
    }

    /// The conditions after an attempt that failed or not.
    static List<Condition> conditions(ReplicaSet set, @Nullable Failure failure, Instant now) {
        List<Condition> before = set.status().conditions();
        if (failure == null) {
            return before.stream()
                    .filter(condition -> !condition.type().equals(REPLICA_FAILURE))
                    .toList();
        }
        return Condition.with(
                before,
                Condition.of(
                        REPLICA_FAILURE,
                        true,
                        failure.reason,
                        String.valueOf(failure.cause.getMessage()),
                        now));
    }

    /// Why pods could not be created or deleted.
    record Failure(String reason, ApiException cause) {}
}
