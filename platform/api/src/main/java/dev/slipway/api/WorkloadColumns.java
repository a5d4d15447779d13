package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The tables of what keeps pods running.
final class WorkloadColumns {
    private WorkloadColumns() {}

    static List<Column> deployments() {
        return Columns.concat(
                List.of(
                        Columns.NAME,
                        Columns.text(
                                "Ready",
                                "Ready pods out of those wanted.",
                                (object, now) ->
                                        object.at("/status/readyReplicas").asLong(0)
                                                + "/"
                                                + object.at("/spec/replicas").asLong(0)),
                        Columns.number(
                                "Up-to-date",
                                "Pods of the newest template.",
                                Columns.numberAt("/status/updatedReplicas")),
                        Columns.number(
                                "Available",
                                "Pods that have been ready long enough.",
                                Columns.numberAt("/status/availableReplicas")),
                        Columns.AGE),
                Columns.template());
    }

    static List<Column> replicaSets() {
        return Columns.concat(
                List.of(
                        Columns.NAME,
                        Columns.number(
                                "Desired", "Pods wanted.", Columns.numberAt("/spec/replicas")),
                        Columns.number(
                                "Current", "Pods there are.", Columns.numberAt("/status/replicas")),
                        Columns.number(
                                "Ready", "Ready pods.", Columns.numberAt("/status/readyReplicas")),
                        Columns.AGE),
                Columns.template());
    }

    static List<Column> rollouts() {
        return List.of(
                Columns.NAME,
                Columns.number("Desired", "Pods wanted.", Columns.numberAt("/spec/replicas")),
                Columns.number("Current", "Pods there are.", Columns.numberAt("/status/replicas")),
                Columns.number(
                        "Up-to-date",
                        "Pods of the newest template.",
                        Columns.numberAt("/status/updatedReplicas")),
                Columns.number(
                        "Available",
                        "Pods that have been ready long enough.",
                        Columns.numberAt("/status/availableReplicas")),
                Columns.AGE);
    }

    static List<Column> jobs() {
        return Columns.concat(
                List.of(
                        Columns.NAME,
                        Columns.text("Status", "How the job does.", (job, now) -> jobStatus(job)),
                        Columns.text(
                                "Completions",
                                "Completed pods out of those wanted.",
                                (job, now) -> completions(job)),
                        Columns.text(
                                "Duration",
                                "How long it took so far.",
                                (job, now) -> duration(job, now)),
                        Columns.AGE),
                Columns.template());
    }

    private static String jobStatus(ObjectNode job) {
        String result = "Running";
        for (JsonNode condition : job.at("/status/conditions")) {
            if (!Trees.text(condition, "status").equals("True")) {
                continue;
            }
            switch (Trees.text(condition, "type")) {
                case "Complete" -> {
                    return "Complete";
                }
                case "Failed" -> {
                    return "Failed";
                }
                case "Suspended" -> result = "Suspended";
                case "FailureTarget" -> result = "FailureTarget";
                case "SuccessCriteriaMet" -> result = "SuccessCriteriaMet";
                default -> {}
            }
        }
        return result.equals("Running") && Metadata.isBeingDeleted(job) ? "Terminating" : result;
    }

    private static String completions(ObjectNode job) {
        long succeeded = job.at("/status/succeeded").asLong(0);
        JsonNode wanted = job.at("/spec/completions");
        if (wanted.isNumber()) {
            return succeeded + "/" + wanted.asLong();
        }
        long parallelism = job.at("/spec/parallelism").asLong(0);
        return succeeded + "/1" + (parallelism > 1 ? " of " + parallelism : "");
    }

    private static String duration(ObjectNode job, Instant now) {
        Instant start = Ages.instant(job.at("/status/startTime"));
        if (start == null) {
            return "";
        }
        Instant end = Ages.instant(job.at("/status/completionTime"));
        return Ages.describe(Duration.between(start, end == null ? now : end));
    }
}
