package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// RFC 7386.
final class MergePatches {
    private MergePatches() {}

    static ObjectNode apply(ObjectNode current, JsonNode change) {
        if (!(change instanceof ObjectNode fields)) {
            throw ApiException.badRequest(
                    "a merge patch is an object, not " + Patches.name(change));
        }
        ObjectNode result = current.deepCopy();
        merge(result, fields);
        return result;
    }

    private static void merge(ObjectNode target, ObjectNode change) {
        for (var field : change.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else if (value instanceof ObjectNode object) {
                if (target.get(name) instanceof ObjectNode existing) {
                    merge(existing, object);
                } else {
                    merge(target.putObject(name), object);
                }
            } else {
                target.set(name, value.deepCopy());
            }
        }
    }
}
