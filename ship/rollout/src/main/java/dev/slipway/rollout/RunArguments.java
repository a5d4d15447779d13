package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Rollout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives the arguments of an analysis their values: what is written, the hash of a version, or a
/// field of the Rollout. An argument without any of them is left to the template. Pure.
final class RunArguments {
    private static final Pattern PART =
            Pattern.compile("([^.\\[\\]]+)|\\['([^']*)'\\]|\\[([0-9]+)\\]");

    private RunArguments() {}

    static Map<String, String> of(Rollout rollout, List<Rollout.Argument> args, Position position) {
        Map<String, String> values = new LinkedHashMap<>();
        JsonNode tree = Json.tree(rollout);
        for (Rollout.Argument arg : args) {
            Rollout.ArgumentSource source = arg.valueFrom();
            if (arg.value() != null) {
                values.put(arg.name(), arg.value());
            } else if (source != null && source.podTemplateHashValue() != null) {
                boolean stable = source.podTemplateHashValue().equals("Stable");
                values.put(arg.name(), stable ? position.stableHash() : position.podHash());
            } else if (source != null && source.fieldRef() != null) {
                String path = source.fieldRef().fieldPath();
                values.put(arg.name(), field(tree, path == null ? "" : path));
            }
        }
        return values;
    }

    /// The text at a path such as `metadata.labels['app']`; empty if there is none.
    private static String field(JsonNode tree, String path) {
        JsonNode node = tree;
        Matcher matcher = PART.matcher(path);
        while (matcher.find()) {
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            node = name == null ? node.path(Integer.parseInt(matcher.group(3))) : node.path(name);
        }
        return node.isValueNode() ? node.asText() : "";
    }
}
