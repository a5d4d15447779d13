package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.RawResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be said of a workload's release before its parts: how far it is, what it runs, what
/// is thought of it.
final class ReleaseSummary {
    private static final int VALUE_COLUMN = 17;
    private static final String HASH = "rollouts-pod-template-hash";

    private final ReleasePicture picture;
    private final JsonNode spec;
    private final JsonNode status;

    ReleaseSummary(ReleasePicture picture) {
        this.picture = picture;
        this.spec = picture.workload().path("spec");
        this.status = picture.workload().path("status");
    }

    String draw() {
        StringBuilder text = new StringBuilder();
        lines().forEach((title, value) -> text.append(line(title, value)));
        return text.toString();
    }

    private static String line(String title, String value) {
        String head = title.isBlank() ? title : title + ":";
        String gap = " ".repeat(Math.max(1, VALUE_COLUMN - head.length()));
        return (head + gap + value).stripTrailing() + "\n";
    }

    private Map<String, String> lines() {
        JsonNode metadata = picture.workload().path("metadata");
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Name", metadata.path("name").asText());
        lines.put("Namespace", metadata.path("namespace").asText());
        lines.put("Status", statusWithSign());
        put(lines, "Message", message());
        if (isRollout()) {
            strategy(lines);
        }
        shares(lines);
        guard(lines);
        images(lines);
        lines.put("Replicas", "");
        lines.put("  Desired", spec.path("replicas").asText("1"));
        lines.put("  Current", status.path("replicas").asText("0"));
        lines.put("  Updated", status.path("updatedReplicas").asText("0"));
        lines.put("  Ready", status.path("readyReplicas").asText("0"));
        lines.put("  Available", status.path("availableReplicas").asText("0"));
        return lines;
    }

    private static void put(Map<String, String> lines, String title, String value) {
        if (!value.isEmpty()) {
            lines.put(title, value);
        }
    }

    private void strategy(Map<String, String> lines) {
        if (spec.path("strategy").path("blueGreen").isObject()) {
            lines.put("Strategy", "BlueGreen");
            return;
        }
        JsonNode steps = spec.at("/strategy/canary/steps");
        lines.put("Strategy", "Canary");
        if (!steps.isEmpty()) {
            int step = isUpdating() ? status.path("currentStepIndex").asInt() : steps.size();
            lines.put("  Step", step + "/" + steps.size());
            lines.put("  SetWeight", Integer.toString(setWeight(steps, step)));
        }
        lines.put(
                "  ActualWeight",
                isUpdating() ? status.at("/canary/weights/canary/weight").asText("0") : "100");
    }

    private static int setWeight(JsonNode steps, int step) {
        if (step >= steps.size()) {
            return 100;
        }
        for (int i = step; i >= 0; i--) {
            if (steps.get(i).has("setWeight")) {
                return steps.get(i).path("setWeight").asInt();
            }
        }
        return 0;
    }

    private void guard(Map<String, String> lines) {
        JsonNode guard = status.path("guard");
        if (guard.path("verdict").isTextual()) {
            lines.put("Guard", guard.path("verdict").asText());
            put(lines, "  Because", guard.path("reason").asText(""));
        }
        JsonNode judged = condition("Judged");
        if (judged.path("reason").isTextual()) {
            lines.put("Guard", judged.path("reason").asText());
            put(lines, "  Because", judged.path("message").asText(""));
        }
    }

    /// What a version of a guarded Deployment gets of the traffic, while two versions share it or
    /// one was put back.
    List<String> sharesOf(RawResource set) {
        GuardedVersion newest = newest();
        if (newest == null) {
            return List.of();
        }
        GuardedVersion version = GuardedVersion.of(set);
        if (version.hash().equals(newest.hash())) {
            return newest.isRefused()
                    ? List.of("refused")
                    : newest.isShifting()
                            ? List.of("new", newest.share() + " %")
                            : newest.isWatched() ? List.of("watched") : List.of();
        }
        boolean serves = set.tree().at("/status/availableReplicas").asLong() > 0;
        if (!serves) {
            return List.of();
        }
        return newest.isShifting() ? List.of("old", (100 - newest.share()) + " %") : List.of();
    }

    /// The version that the Deployment is to run, if the guard leads it in.
    private @Nullable GuardedVersion newest() {
        if (isRollout()) {
            return null;
        }
        String uid = picture.workload().at("/metadata/uid").asText();
        return picture.setsOf(uid).stream()
                .map(GuardedVersion::of)
                .max(Comparator.comparingLong(GuardedVersion::revision))
                .orElse(null);
    }

    /// How far the guard has let the newest version come.
    private void shares(Map<String, String> lines) {
        GuardedVersion newest = newest();
        if (newest != null && newest.isShifting()) {
            lines.put("Traffic", newest.share() + " % to revision " + newest.revision());
        } else if (newest != null && newest.isRefused()) {
            lines.put("Traffic", "revision " + newest.revision() + " was refused");
        }
    }

    private void images(Map<String, String> lines) {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        for (var set : picture.sets().reversed()) {
            if (set.tree().at("/status/replicas").asLong() > 0) {
                String hash = set.metadata().labels().getOrDefault(HASH, "");
                for (JsonNode container : set.tree().at("/spec/template/spec/containers")) {
                    List<String> of =
                            roles.computeIfAbsent(
                                    container.path("image").asText(), _ -> new ArrayList<>());
                    of.addAll(rolesOf(hash));
                    of.addAll(sharesOf(set));
                }
            }
        }
        String title = "Images";
        for (var image : roles.entrySet()) {
            List<String> distinct = image.getValue().stream().distinct().toList();
            String role = distinct.isEmpty() ? "" : " (" + String.join(", ", distinct) + ")";
            lines.put(title, image.getKey() + role);
            // Each further line needs a title of its own that shows as nothing.
            title = title.equals("Images") ? " " : title + " ";
        }
    }

    /// What the version of this hash is at the moment.
    List<String> rolesOf(String hash) {
        List<String> roles = new ArrayList<>();
        if (hash.isEmpty()) {
            return roles;
        }
        if (hash.equals(status.at("/blueGreen/activeSelector").asText())) {
            roles.add("active");
        }
        if (hash.equals(status.at("/blueGreen/previewSelector").asText())) {
            roles.add("preview");
        }
        if (hash.equals(status.path("stableRS").asText())) {
            roles.add("stable");
        } else if (hash.equals(status.path("currentPodHash").asText())
                && spec.at("/strategy/canary").isObject()) {
            roles.add("canary");
        }
        return roles;
    }

    private String message() {
        if (isRollout()) {
            return status.path("message").asText("");
        }
        JsonNode progressing = condition("Progressing");
        return progressing.path("status").asText().equals("False")
                ? progressing.path("message").asText("")
                : "";
    }

    String statusWithSign() {
        String phase = phase();
        return switch (phase) {
            case "Healthy" -> "✔ " + phase;
            case "Degraded" -> "✖ " + phase;
            case "Paused" -> "॥ " + phase;
            default -> "◌ " + phase;
        };
    }

    /// Of a Deployment, the phase a Rollout in its place would have.
    String phase() {
        if (isRollout()) {
            return isStale() ? "Progressing" : status.path("phase").asText("Progressing");
        }
        if (spec.path("paused").asBoolean()) {
            return "Paused";
        }
        return switch (Readiness.of(picture.workload())) {
            case Readiness.Ready _ -> "Healthy";
            case Readiness.Failed _ -> "Degraded";
            case Readiness.Waiting _ -> "Progressing";
        };
    }

    /// Nothing more happens by itself.
    boolean isSettled() {
        return phase().equals("Healthy") || phase().equals("Degraded");
    }

    private boolean isRollout() {
        return picture.workload().path("kind").asText().equals("Rollout");
    }

    private boolean isUpdating() {
        return !status.path("stableRS").asText("").equals(status.path("currentPodHash").asText(""));
    }

    private boolean isStale() {
        return status.path("observedGeneration").asLong()
                < picture.workload().at("/metadata/generation").asLong();
    }

    private JsonNode condition(String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
