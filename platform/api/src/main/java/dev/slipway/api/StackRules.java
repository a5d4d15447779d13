package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Stacks: one source, variables that are given once, times and names that make sense.
final class StackRules implements KindRules {
    private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,6}(s|m|h)");
    private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

    @Override
    public void validate(ObjectNode stack, Problems problems) {
        JsonNode spec = stack.path("spec");
        validateSource(spec.path("source"), problems);
        validateVariables(spec.path("variables"), problems);
        int index = 0;
        for (JsonNode file : spec.path("variableFiles")) {
            inside("spec.variableFiles[" + index++ + "]", file.asText(""), problems);
        }
        duration("spec.driftDetection.interval", spec.at("/driftDetection/interval"), problems);
        name("spec.outputs.configMap", spec.at("/outputs/configMap"), problems);
        name("spec.outputs.secret", spec.at("/outputs/secret"), problems);
    }

    private static void validateSource(JsonNode source, Problems problems) {
        boolean folder = source.hasNonNull("folder");
        boolean git = source.hasNonNull("git");
        if (folder == git) {
            problems.required("spec.source", "exactly one of folder and git");
            return;
        }
        if (folder && !Trees.text(source, "folder").startsWith("/")) {
            problems.invalid(
                    "spec.source.folder", Trees.text(source, "folder"), "must be an absolute path");
        }
        if (git) {
            JsonNode repository = source.path("git");
            if (Trees.text(repository, "url").isBlank()) {
                problems.required("spec.source.git.url", "");
            }
            inside("spec.source.git.folder", Trees.text(repository, "folder"), problems);
            duration("spec.source.git.interval", repository.path("interval"), problems);
        }
    }

    private static void validateVariables(JsonNode variables, Problems problems) {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode variable : variables) {
            String field = "spec.variables[" + index++ + "]";
            String name = Trees.text(variable, "name");
            if (!VARIABLE.matcher(name).matches()) {
                problems.invalid(field + ".name", name, "must be the name of a variable");
            }
            if (!names.add(name)) {
                problems.duplicate(field + ".name", name);
            }
            JsonNode from = variable.path("valueFrom");
            if (variable.has("value") && from.isObject()) {
                problems.invalid(field, name, "may have a value or valueFrom, not both");
            }
            if (from.isObject() && from.has("secretKeyRef") == from.has("configMapKeyRef")) {
                problems.required(
                        field + ".valueFrom", "exactly one of secretKeyRef and configMapKeyRef");
            }
        }
    }

    /// A relative path that does not leave the folder it starts from.
    private static void inside(String field, String path, Problems problems) {
        if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
            problems.invalid(field, path, "must be a path inside of the source's folder");
        }
    }

    private static void duration(String field, JsonNode value, Problems problems) {
        if (value.isTextual() && !DURATION.matcher(value.asText()).matches()) {
            problems.invalid(field, value.asText(), "must be a time such as 30s, 5m or 1h");
        }
    }

    private static void name(String field, JsonNode value, Problems problems) {
        if (value.isTextual()) {
            problems.invalidAll(field, value.asText(), Names.subdomainFaults(value.asText()));
        }
    }
}
