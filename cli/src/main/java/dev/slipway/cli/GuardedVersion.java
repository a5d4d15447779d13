package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.model.RawResource;

/// A version of a Deployment as the guard remembers it on its ReplicaSet. `phase` is empty where no
/// guard ever led it in; `share` is the percentage of the traffic that it has reached.
record GuardedVersion(long revision, String hash, String phase, int share) {
    private static final String PROGRESS = "slipway.dev/guard-progress";
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HASH = "pod-template-hash";
    private static final ObjectMapper READER = new ObjectMapper();

    static GuardedVersion of(RawResource set) {
        var notes = set.metadata().annotations();
        JsonNode progress = tree(notes.getOrDefault(PROGRESS, ""));
        return new GuardedVersion(
                ReleaseTree.number(notes.get(REVISION)),
                set.metadata().labels().getOrDefault(HASH, ""),
                progress.path("phase").asText(""),
                progress.path("share").asInt());
    }

    private static JsonNode tree(String text) {
        try {
            return READER.readTree(text);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    boolean isShifting() {
        return phase.equals("SHIFTING");
    }

    boolean isWatched() {
        return phase.equals("WATCHED");
    }

    boolean isRefused() {
        return phase.equals("REFUSED");
    }

    String describe() {
        return switch (phase) {
            case "SHIFTING" -> "revision %d is at %d %%".formatted(revision, share);
            case "WATCHED" -> "revision %d has all traffic, and is watched".formatted(revision);
            case "ACCEPTED" -> "revision %d has all traffic".formatted(revision);
            case "REFUSED" -> "revision %d was refused".formatted(revision);
            default -> "revision %d is not led by the guard".formatted(revision);
        };
    }
}
