package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;

/// Who holds a lock, since when and for what, as Terraform tells it.
record LockHolder(
        String id, String operation, String info, String who, String created, String path) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static LockHolder of(String id, String operation, String info, String who, Instant now) {
        return new LockHolder(id, operation, info, who, now.toString(), "");
    }

    LockHolder at(String place) {
        return new LockHolder(id, operation, info, who, created, place);
    }

    byte[] json() {
        try {
            return MAPPER.writeValueAsBytes(
                    MAPPER.createObjectNode()
                            .put("ID", id)
                            .put("Operation", operation)
                            .put("Info", info)
                            .put("Who", who)
                            .put("Version", "1.11.4")
                            .put("Created", created)
                            .put("Path", path));
        } catch (IOException e) {
            throw new IllegalStateException("A lock is always JSON", e);
        }
    }

    /// What can be understood; nothing of it may be there.
    static LockHolder read(byte[] json) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (IOException e) {
            tree = MAPPER.createObjectNode();
        }
        return new LockHolder(
                tree.path("ID").asText(""),
                tree.path("Operation").asText(""),
                tree.path("Info").asText(""),
                tree.path("Who").asText(""),
                tree.path("Created").asText(""),
                tree.path("Path").asText(""));
    }

    /// As a part of a sentence.
    @Override
    public String toString() {
        return "by %s since %s for %s (ID %s)"
                .formatted(
                        who.isEmpty() ? "somebody" : who,
                        created.isEmpty() ? "some time" : created,
                        operation.isEmpty() ? "something" : operation,
                        id.isEmpty() ? "unknown" : id);
    }
}
