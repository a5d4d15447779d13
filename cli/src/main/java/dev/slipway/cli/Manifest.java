package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import java.util.function.UnaryOperator;

/// One object of a manifest file. `places` gives where a field stands (`shop.yaml:12:7`) for its
/// path; an empty path is the object itself.
record Manifest(ObjectNode tree, UnaryOperator<String> places) {
    GroupVersionKind type() {
        return GroupVersionKind.of(
                tree.path("apiVersion").asText(""), tree.path("kind").asText(""));
    }

    ObjectKey key(Kind<?> kind, String defaultNamespace) {
        String name = tree.path("metadata").path("name").asText("");
        String own = tree.path("metadata").path("namespace").asText("");
        if (!kind.namespaced()) {
            return ObjectKey.clusterWide(name);
        }
        return new ObjectKey(own.isEmpty() ? defaultNamespace : own, name);
    }

    String title() {
        return type().kind() + " " + tree.path("metadata").path("name").asText("");
    }

    String place() {
        return places.apply("");
    }
}
