package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The table of pods.
final class PodColumns {
    private PodColumns() {}

    static List<Column> all() {
        return List.of(
                Columns.NAME,
                Columns.text(
                        "Ready",
                        "How many of the containers are ready.",
                        (pod, now) -> PodSummary.of(pod).ready()),
                Columns.text(
                        "Status",
                        "How the pod does, in a word.",
                        (pod, now) -> PodSummary.of(pod).status()),
                Columns.text(
                        "Restarts",
                        "How often containers were restarted, and when the last time.",
                        (pod, now) -> PodSummary.of(pod).restarts(now)),
                Columns.AGE,
                Columns.wide("IP", "The pod's address.", Columns.textOrNoneAt("/status/podIP")),
                Columns.wide(
                        "Node",
                        "The node the pod runs on.",
                        Columns.textOrNoneAt("/spec/nodeName")),
                Columns.wide(
                        "Nominated Node",
                        "The node that makes room for the pod.",
                        Columns.textOrNoneAt("/status/nominatedNodeName")),
                Columns.wide(
                        "Readiness Gates",
                        "How many of the pod's readiness gates are passed.",
                        (pod, now) -> gates(pod)));
    }

    private static String gates(ObjectNode pod) {
        JsonNode gates = pod.at("/spec/readinessGates");
        if (gates.isEmpty()) {
            return Columns.NONE;
        }
        int passed = 0;
        for (JsonNode gate : gates) {
            for (JsonNode condition : pod.at("/status/conditions")) {
                if (Trees.text(condition, "type").equals(Trees.text(gate, "conditionType"))
                        && Trees.text(condition, "status").equals("True")) {
                    passed++;
                }
            }
        }
        return passed + "/" + gates.size();
    }
}
