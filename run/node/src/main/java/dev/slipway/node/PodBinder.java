package dev.slipway.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.controller.EventRecorder;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes pods that no node has taken yet, as a scheduler of one node, and says why it does not.
/// Thread-safe for different pods.
final class PodBinder {
    private final String nodeName;
    private final String runtime;
    private final Map<String, String> labels;
    private final Resources<Pod> pods;
    private final EventRecorder events;

    PodBinder(
            String nodeName,
            String runtime,
            Map<String, String> labels,
            Resources<Pod> pods,
            EventRecorder events) {
        this.nodeName = nodeName;
        this.runtime = runtime;
        this.labels = labels;
        this.pods = pods;
        this.events = events;
    }

    /// Why this node cannot take the pod, or null if it can.
    @Nullable String obstacle(Pod pod) {
        String wanted = pod.spec().runtimeClassName();
        if (wanted != null && !wanted.isEmpty() && !wanted.equals(runtime)) {
            return "0/1 nodes are available: runtimeClassName `"
                    + wanted
                    + "` is not available on this machine (found: `"
                    + runtime
                    + "`).";
        }
        for (Map.Entry<String, String> label : pod.spec().nodeSelector().entrySet()) {
            if (!label.getValue().equals(labels.get(label.getKey()))) {
                return "0/1 nodes are available: nodeSelector wants "
                        + label.getKey()
                        + "="
                        + label.getValue()
                        + " (node "
                        + nodeName
                        + " has: "
                        + labels
                        + ").";
            }
        }
        return null;
    }

    /// Makes the pod this node's, with its ports in the same write.
    Pod bind(Pod pod, PodPorts ports) {
        ObjectNode patch = Json.object();
        // A pod that somebody else takes at the same moment stays theirs.
        patch.withObject("/metadata").put("resourceVersion", pod.metadata().resourceVersion());
        if (!ports.hostPorts().isEmpty()) {
            PodPortKeeper.annotate(patch, ports);
        }
        patch.withObject("/spec").put("nodeName", nodeName);
        Pod bound = pods.patch(pod.key(), new Patch.MergePatch(patch));
        events.normal(
                Kinds.POD,
                bound,
                "Scheduled",
                "Successfully assigned " + pod.key() + " to " + nodeName);
        return bound;
    }

    void refuse(Pod pod, String obstacle, Instant now) {
        Condition known = Condition.find(pod.status().conditions(), "PodScheduled");
        if (known != null && obstacle.equals(known.message())) {
            return;
        }
        Condition refused = Condition.of("PodScheduled", false, "Unschedulable", obstacle, now);
        ObjectNode patch = Json.object();
        patch.withObject("/status")
                .set(
                        "conditions",
                        Json.tree(Map.of("all", Condition.with(pod.status().conditions(), refused)))
                                .get("all"));
        pods.patchStatus(pod.key(), new Patch.MergePatch(patch));
        events.warning(Kinds.POD, pod, "FailedScheduling", obstacle);
    }
}
