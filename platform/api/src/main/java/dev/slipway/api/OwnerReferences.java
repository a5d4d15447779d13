package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Checks of `metadata.ownerReferences`.
final class OwnerReferences {
    private static final String FIELD = "metadata.ownerReferences";

    private OwnerReferences() {}

    static void validate(ObjectNode metadata, Problems problems) {
        int controllers = 0;
        int index = 0;
        for (JsonNode owner : metadata.path("ownerReferences")) {
            String path = FIELD + "[" + index + "]";
            for (String field : new String[] {"apiVersion", "kind", "name", "uid"}) {
                if (Trees.text(owner, field).isEmpty()) {
                    problems.invalid(path + "." + field, "", field + " must not be empty");
                }
            }
            if (owner.path("controller").asBoolean(false)) {
                controllers++;
            }
            index++;
        }
        if (controllers > 1) {
            problems.invalid(
                    FIELD, controllers, "Only one reference can have Controller set to true");
        }
    }
}
