package dev.slipway.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A whole object as its JSON tree, for those who must lose nothing. The tree must not be changed.
public record RawResource(ObjectNode tree, ObjectMeta metadata) implements Resource {
    public RawResource {
        requireNonNull(tree, "tree");
        requireNonNull(metadata, "metadata");
    }

    public static RawResource of(ObjectNode tree) {
        return new RawResource(tree, Json.convert(tree.path("metadata"), ObjectMeta.class));
    }

    public GroupVersionKind type() {
        return GroupVersionKind.of(
                tree.path("apiVersion").asText(""), tree.path("kind").asText(""));
    }
}
