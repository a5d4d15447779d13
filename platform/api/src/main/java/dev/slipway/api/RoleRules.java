package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Roles and ClusterRoles.
final class RoleRules implements KindRules {
    @Override
    public void applyDefaults(ObjectNode role) {
        if (!role.has("rules")) {
            role.putNull("rules");
        }
    }

    @Override
    public void validate(ObjectNode role, Problems problems) {
        int index = 0;
        for (JsonNode rule : role.path("rules")) {
            String place = "rules[" + index + "]";
            boolean paths = !rule.path("nonResourceURLs").isEmpty();
            if (rule.path("verbs").isEmpty()) {
                problems.required(place + ".verbs", "verbs must contain at least one value");
            }
            if (!paths && rule.path("apiGroups").isEmpty()) {
                problems.required(
                        place + ".apiGroups", "resource rules must supply at least one api group");
            }
            if (!paths && rule.path("resources").isEmpty()) {
                problems.required(
                        place + ".resources", "resource rules must supply at least one resource");
            }
            index++;
        }
    }
}
