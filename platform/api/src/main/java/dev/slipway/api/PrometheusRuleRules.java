package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/// Groups of rules: that each says what it is. Whether an expression is one is for those to say who
/// evaluate it.
final class PrometheusRuleRules implements KindRules {
    @Override
    public void validate(ObjectNode rule, Problems problems) {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode group : rule.path("spec").path("groups")) {
            String place = "spec.groups[" + index + "]";
            String name = Trees.text(group, "name");
            if (name.isEmpty()) {
                problems.required(place + ".name", "a group needs a name");
            } else if (!names.add(name)) {
                problems.invalid(place + ".name", name, "must be unique among the groups");
            }
            validateRules(place, group.path("rules"), problems);
            index++;
        }
    }

    private static void validateRules(String place, JsonNode rules, Problems problems) {
        int index = 0;
        for (JsonNode rule : rules) {
            String at = place + ".rules[" + index + "]";
            if (rule.has("record") == rule.has("alert")) {
                problems.invalid(
                        at,
                        rule.has("record") ? "record, alert" : "",
                        "must have one of: record, alert");
            }
            index++;
        }
    }
}
