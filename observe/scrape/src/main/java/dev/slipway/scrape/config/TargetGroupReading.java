package dev.slipway.scrape.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.scrape.config.ConfigProblem.Severity;
import dev.slipway.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads the lists of target groups that others write: files, and answers of discovery services.
/// Pure functions; each throws [ConfigException] with all that is wrong.
public final class TargetGroupReading {
    private TargetGroupReading() {}

    public static List<TargetGroup> yaml(String text, String source) {
        Problems problems = new Problems();
        Node root = YamlNodes.read(text, source, problems);
        problems.throwErrors();
        List<TargetGroup> groups = new ArrayList<>();
        if (root instanceof SequenceNode list) {
            for (Node each : list.getValue()) {
                Section section = Section.of(problems, source, each);
                List<String> targets = section.texts("targets");
                Map<String, String> labels =
                        section.textMap("labels", NameValidation.UTF8::allowsLabel);
                section.rejectUnknown();
                groups.add(group(source, groups.size(), targets, labels));
            }
        } else if (root != null) {
            problems.error(source, root, "found something else (expected: a list of groups)");
        }
        problems.throwErrors();
        return groups;
    }

    public static List<TargetGroup> json(String text, String source) {
        JsonNode root;
        try {
            root = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            throw wrong(source, String.valueOf(e.getMessage()));
        }
        if (!root.isArray()) {
            throw wrong(source, "found something else (expected: a list of groups)");
        }
        List<TargetGroup> groups = new ArrayList<>();
        for (JsonNode each : root) {
            groups.add(group(each, source, groups.size()));
        }
        return groups;
    }

    private static TargetGroup group(JsonNode group, String source, int index) {
        List<String> targets = new ArrayList<>();
        for (JsonNode target : group.path("targets")) {
            targets.add(text(target, source, index));
        }
        Labels.Builder labels = Labels.builder();
        group.path("labels")
                .properties()
                .forEach(each -> {
                    if (!NameValidation.UTF8.allowsLabel(each.getKey())) {
                        throw wrong(source, "group %d: invalid label name".formatted(index));
                    }
                    labels.set(each.getKey(), text(each.getValue(), source, index));
                });
        return TargetGroup.ofAddresses(source + ":" + index, targets, labels.build());
    }

    private static String text(JsonNode value, String source, int index) {
        if (!value.isTextual()) {
            throw wrong(source, "group %d: `%s` (expected: a string)".formatted(index, value));
        }
        return value.textValue();
    }

    private static TargetGroup group(
            String source, int index, List<String> targets, Map<String, String> labels) {
        return TargetGroup.ofAddresses(source + ":" + index, targets, Labels.of(labels));
    }

    private static ConfigException wrong(String source, String message) {
        Problems problems = new Problems();
        problems.add(Severity.ERROR, source, Optional.empty(), message);
        return new ConfigException(problems.errors());
    }
}
