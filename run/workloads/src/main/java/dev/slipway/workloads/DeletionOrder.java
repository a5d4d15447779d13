package dev.slipway.workloads;

import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which pods are missed least: those that do no work yet or on crowded nodes, then the youngest,
/// as Kubernetes orders them. Ages count in powers of two, so that pods that started about together
/// are not told apart by chance. The result is the same for the same pods.
final class DeletionOrder {
    static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private DeletionOrder() {}

    /// The pods, those to be deleted first in front.
    static List<Pod> of(List<Pod> pods, Instant now) {
        Map<String, Integer> perNode = new HashMap<>();
        for (Pod pod : pods) {
            perNode.merge(node(pod), 1, Integer::sum);
        }
        Comparator<Pod> order =
                Comparator.comparing((Pod pod) -> !node(pod).isEmpty())
                        .thenComparingInt(DeletionOrder::phase)
                        .thenComparing(pod -> pod.status().isReady())
                        .thenComparingInt(DeletionOrder::cost)
                        .thenComparingInt(pod -> -perNode.getOrDefault(node(pod), 0))
                        .thenComparingInt(pod -> ageClass(Pods.readySince(pod), now))
                        .thenComparingInt(pod -> -Pods.restarts(pod))
                        .thenComparingInt(pod -> ageClass(pod.metadata().creationTimestamp(), now))
                        .thenComparing(pod -> pod.metadata().storedUid());
        return pods.stream().sorted(order).toList();
    }

    private static String node(Pod pod) {
        String node = pod.spec().nodeName();
        return node == null ? "" : node;
    }

    private static int phase(Pod pod) {
        String phase = pod.status().phase();
        if ("Running".equals(phase)) {
            return 2;
        }
        return "Unknown".equals(phase) ? 1 : 0;
    }

    private static int cost(Pod pod) {
        String cost = pod.metadata().annotations().get(COST);
        if (cost == null) {
            return 0;
        }
        try {
            return Integer.parseInt(cost);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// 0 for what has no age, then 1 for a second, 2 for two seconds, 3 for four, and so on.
    private static int ageClass(@Nullable Instant since, Instant now) {
        if (since == null) {
            return 0;
        }
        long seconds = Math.max(1, Duration.between(since, now).toSeconds());
        return Long.SIZE - Long.numberOfLeadingZeros(seconds);
    }
}
