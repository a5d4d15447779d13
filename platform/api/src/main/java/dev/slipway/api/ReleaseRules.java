package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Releases: members that can be told apart and do not wait for each other in a circle, config that
/// fits into the status twice over, stages that grow.
final class ReleaseRules implements KindRules {
    private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,6}(s|m|h)");
    private static final int CONFIG_BYTES_MAX = 256 * 1024;

    @Override
    public void validate(ObjectNode release, Problems problems) {
        JsonNode spec = release.path("spec");
        Map<String, List<String>> needs = validateMembers(spec.path("members"), problems);
        validateDependencies(spec.path("members"), needs, problems);
        validateConfig(spec.path("config"), problems);
        validateStages(spec.path("stages"), problems);
    }

    /// Names of members to the names of those they depend on.
    private static Map<String, List<String>> validateMembers(JsonNode members, Problems problems) {
        Map<String, List<String>> needs = new LinkedHashMap<>();
        int index = 0;
        for (JsonNode member : members) {
            String field = "spec.members[" + index++ + "]";
            String name = Trees.text(member, "name");
            problems.invalidAll(field + ".name", name, Names.subdomainFaults(name));
            List<String> needed = new ArrayList<>();
            member.path("dependsOn").forEach(other -> needed.add(other.asText("")));
            if (needs.put(name, needed) != null) {
                problems.duplicate(field + ".name", name);
            }
            for (Map.Entry<String, JsonNode> image : member.path("images").properties()) {
                if (image.getValue().asText("").isBlank()) {
                    problems.required(field + ".images[" + image.getKey() + "]", "");
                }
            }
        }
        if (needs.isEmpty()) {
            problems.required("spec.members", "");
        }
        return needs;
    }

    private static void validateDependencies(
            JsonNode members, Map<String, List<String>> needs, Problems problems) {
        int index = 0;
        for (JsonNode member : members) {
            String field = "spec.members[" + index++ + "].dependsOn";
            String name = Trees.text(member, "name");
            for (JsonNode other : member.path("dependsOn")) {
                if (!needs.containsKey(other.asText(""))) {
                    problems.notFound(field, other.asText(""));
                }
            }
            if (reaches(name, name, needs, new HashSet<>())) {
                problems.invalid(field, name, "members must not wait for each other in a circle");
            }
        }
    }

    private static boolean reaches(
            String from, String goal, Map<String, List<String>> needs, Set<String> seen) {
        for (String next : needs.getOrDefault(from, List.of())) {
            if (next.equals(goal) || (seen.add(next) && reaches(next, goal, needs, seen))) {
                return true;
            }
        }
        return false;
    }

    private static void validateConfig(JsonNode config, Problems problems) {
        Set<String> names = new HashSet<>();
        long bytes = 0;
        int index = 0;
        for (JsonNode entry : config) {
            String field = "spec.config[" + index++ + "]";
            String name = Trees.text(entry, "name");
            problems.invalidAll(field + ".name", name, Names.subdomainFaults(name));
            if (!names.add(name)) {
                problems.duplicate(field + ".name", name);
            }
            for (Map.Entry<String, JsonNode> text : entry.path("data").properties()) {
                String key = field + ".data[" + text.getKey() + "]";
                problems.invalidAll(key, text.getKey(), Names.configKeyFaults(text.getKey()));
                bytes += text.getValue().asText("").length();
            }
        }
        if (bytes > CONFIG_BYTES_MAX) {
            problems.tooLong("spec.config", CONFIG_BYTES_MAX);
        }
    }

    private static void validateStages(JsonNode stages, Problems problems) {
        int before = 0;
        int index = 0;
        for (JsonNode stage : stages) {
            String field = "spec.stages[" + index++ + "]";
            int weight = stage.path("weight").asInt(0);
            if (weight <= before || weight > 100) {
                problems.invalid(
                        field + ".weight",
                        weight,
                        "must be greater than that of the stage before and at most 100");
            }
            before = weight;
            JsonNode pause = stage.path("pause");
            String duration = Trees.text(pause, "duration");
            if (pause.isObject() && !DURATION.matcher(duration).matches()) {
                problems.invalid(
                        field + ".pause.duration",
                        duration,
                        "must be a time such as 30s, 5m or 1h");
            }
        }
    }
}
