package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;

/// Whether an object does what its specification says: done, not yet, or never.
sealed interface Readiness {
    record Ready(String detail) implements Readiness {}

    record Waiting(String detail) implements Readiness {}

    record Failed(String detail) implements Readiness {}

    String detail();

    static Readiness of(JsonNode object) {
        return switch (object.path("kind").asText("")) {
            case "Deployment" -> ofDeployment(object);
            case "ReplicaSet" -> ofReplicaSet(object);
            case "Rollout" -> ofRollout(object);
            case "Job" -> ofJob(object);
            case "Pod" -> ofPod(object);
            case "Gateway" -> ofCondition(object, "Programmed");
            default -> new Ready("");
        };
    }

    private static Readiness ofDeployment(JsonNode object) {
        JsonNode status = object.path("status");
        JsonNode progressing = condition(object, "Progressing");
        long wanted = object.path("spec").path("replicas").asLong(1);
        long updated = status.path("updatedReplicas").asLong();
        long available = status.path("availableReplicas").asLong();
        String detail = available + "/" + wanted + " available";
        if (progressing.path("reason").asText("").equals("ProgressDeadlineExceeded")) {
            return new Failed(detail + ", " + progressing.path("message").asText());
        }
        if (isStale(object) || updated < wanted) {
            return new Waiting(updated + "/" + wanted + " updated, " + detail);
        }
        if (status.path("replicas").asLong() > updated) {
            return new Waiting(
                    detail + ", " + (status.path("replicas").asLong() - updated) + " old ones end");
        }
        return available < updated ? new Waiting(detail) : new Ready(detail);
    }

    private static Readiness ofReplicaSet(JsonNode object) {
        long wanted = object.path("spec").path("replicas").asLong(1);
        long ready = object.path("status").path("readyReplicas").asLong();
        String detail = ready + "/" + wanted + " ready";
        return isStale(object) || ready < wanted ? new Waiting(detail) : new Ready(detail);
    }

    private static Readiness ofRollout(JsonNode object) {
        JsonNode status = object.path("status");
        long wanted = object.path("spec").path("replicas").asLong(1);
        String detail = status.path("availableReplicas").asLong() + "/" + wanted + " available";
        String message = status.path("message").asText("");
        String explained = message.isEmpty() ? detail : detail + ", " + message;
        if (isStale(object)) {
            return new Waiting(detail);
        }
        return switch (status.path("phase").asText("")) {
            case "Healthy" -> new Ready(explained);
            case "Degraded" -> new Failed(explained);
            default -> new Waiting(explained);
        };
    }

    private static Readiness ofJob(JsonNode object) {
        JsonNode failed = condition(object, "Failed");
        if (failed.path("status").asText().equals("True")) {
            return new Failed(failed.path("message").asText("failed"));
        }
        long succeeded = object.path("status").path("succeeded").asLong();
        String detail =
                succeeded + "/" + object.path("spec").path("completions").asLong(1) + " completed";
        return condition(object, "Complete").path("status").asText().equals("True")
                ? new Ready(detail)
                : new Waiting(detail);
    }

    private static Readiness ofPod(JsonNode object) {
        return switch (object.path("status").path("phase").asText("Pending")) {
            case "Succeeded" -> new Ready("completed");
            case "Failed" -> new Failed(object.path("status").path("message").asText("failed"));
            default -> ofCondition(object, "Ready");
        };
    }

    private static Readiness ofCondition(JsonNode object, String type) {
        JsonNode condition = condition(object, type);
        return condition.path("status").asText().equals("True")
                ? new Ready("")
                : new Waiting(condition.path("message").asText(""));
    }

    private static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /// Argo's API has `observedGeneration` as text, the others as a number.
    private static boolean isStale(JsonNode object) {
        return object.path("status").path("observedGeneration").asLong()
                < object.path("metadata").path("generation").asLong();
    }
}
