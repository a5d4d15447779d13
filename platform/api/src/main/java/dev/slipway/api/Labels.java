package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks of labels, annotations and label selectors.
final class Labels {
    private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

    private Labels() {}

    static void validate(String field, @Nullable JsonNode labels, Problems problems) {
        if (labels != null && !labels.isEmpty()) {
            problems.addAll(Names.labelsFaults(map(labels), field));
        }
    }

    static void validateAnnotations(
            String field, @Nullable JsonNode annotations, Problems problems) {
        if (annotations != null && !annotations.isEmpty()) {
            problems.addAll(Names.annotationsFaults(map(annotations), field));
        }
    }

    /// A selector that must be there and choose something.
    static void validateSelector(String field, @Nullable JsonNode selector, Problems problems) {
        if (!(selector instanceof ObjectNode object)) {
            problems.required(field, "");
            return;
        }
        if (isEmpty(object)) {
            problems.invalid(field, "{}", "empty selector is invalid for this kind");
        }
        validate(field + ".matchLabels", object.get("matchLabels"), problems);
        int index = 0;
        for (JsonNode requirement : object.path("matchExpressions")) {
            String path = field + ".matchExpressions[" + index + "]";
            validateRequirement(path, requirement, problems);
            index++;
        }
    }

    private static void validateRequirement(String path, JsonNode requirement, Problems problems) {
        String key = Trees.text(requirement, "key");
        problems.invalidAll(path + ".key", key, Names.labelKeyFaults(key));
        String operator = Trees.text(requirement, "operator");
        boolean takesValues = operator.equals("In") || operator.equals("NotIn");
        boolean hasValues = !requirement.path("values").isEmpty();
        if (!OPERATORS.contains(operator)) {
            problems.invalid(path + ".operator", operator, "not a valid selector operator");
        } else if (takesValues && !hasValues) {
            problems.required(
                    path + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
        } else if (!takesValues && hasValues) {
            problems.forbidden(
                    path + ".values",
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
    }

    static boolean isEmpty(ObjectNode selector) {
        return selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
    }

    static Map<String, String> map(JsonNode texts) {
        Map<String, String> result = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : texts.properties()) {
            result.put(entry.getKey(), entry.getValue().asText(""));
        }
        return result;
    }
}
