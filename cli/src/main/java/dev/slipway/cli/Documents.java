package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.Yaml;

/// Objects as text for people and for other programs.
final class Documents {
    private Documents() {}

    static String json(ObjectNode tree) {
        return tree.toPrettyString() + "\n";
    }

    static String yaml(ObjectNode tree) {
        return Yaml.write(tree);
    }

    /// Puts type first into an item of a list, which does not carry it.
    static void withType(ObjectNode item, Kind<?> kind) {
        ObjectNode typed = Json.object();
        typed.put("apiVersion", kind.type().apiVersion()).put("kind", kind.type().kind());
        typed.setAll(item);
        item.removeAll();
        item.setAll(typed);
    }
}
