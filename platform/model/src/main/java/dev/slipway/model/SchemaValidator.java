package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares a tree with the schema of its kind and tells everything that does not fit: unknown
/// fields, values of the wrong type, missing fields, values outside their limits. Null counts as
/// absent, as in the API. One run.
public final class SchemaValidator {
    private static final int PROBLEMS_MAX = 100;

    private final List<Problem> problems = new ArrayList<>();

    private SchemaValidator() {}

    /// All problems in document order, the first hundred if there are more.
    public static List<Problem> validate(JsonNode tree, Schema schema) {
        SchemaValidator run = new SchemaValidator();
        run.check(tree, schema, "");
        return List.copyOf(run.problems);
    }

    private void check(JsonNode value, Schema schema, String path) {
        if (value.isNull() || problems.size() >= PROBLEMS_MAX) {
            return;
        }
        String fault = SchemaValues.typeFault(value, schema);
        if (fault != null) {
            add(path, Problem.Fault.WRONG_TYPE, fault, SchemaValues.typeHint(value, schema));
            return;
        }
        switch (value) {
            case ObjectNode object -> checkObject(object, schema, path);
            case ArrayNode array -> checkList(array, schema, path);
            case JsonNode scalar -> checkLimits(scalar, schema, path);
        }
    }

    private void checkObject(ObjectNode object, Schema schema, String path) {
        for (String name : schema.required()) {
            JsonNode value = object.get(name);
            if (value == null || value.isNull()) {
                add(at(path, name), Problem.Fault.MISSING, "Required value", null);
            }
        }
        for (var field : object.properties()) {
            String name = field.getKey();
            Schema known = schema.field(name);
            if (known != null) {
                check(field.getValue(), known, at(path, name));
            } else if (schema.type() == Schema.Type.OBJECT && !schema.preservesUnknown()) {
                unknown(schema, path, name);
            }
        }
    }

    private void unknown(Schema schema, String path, String name) {
        String place = at(path, name);
        String hint =
                Suggestion.closest(name, schema.properties().keySet())
                        .map("did you mean \"%s\"?"::formatted)
                        .orElse(null);
        add(place, Problem.Fault.UNKNOWN_FIELD, "unknown field \"" + place + "\"", hint);
    }

    private void checkList(ArrayNode array, Schema schema, String path) {
        Schema.Limits limits = schema.limits();
        if (limits.itemsMin() != null && array.size() < limits.itemsMin()) {
            invalid(path, "must have at least %d items".formatted(limits.itemsMin()));
        }
        if (limits.itemsMax() != null && array.size() > limits.itemsMax()) {
            invalid(path, "must have at most %d items".formatted(limits.itemsMax()));
        }
        Schema items = schema.items();
        for (int i = 0; i < array.size() && items != null; i++) {
            check(array.get(i), items, path + "[" + i + "]");
        }
        checkKeys(array, schema, path);
    }

    private void checkKeys(ArrayNode array, Schema schema, String path) {
        List<String> keys = schema.merging().mapKeys();
        // The API itself lets keys of built-in lists, which have a merge key, appear twice.
        if (keys.isEmpty() || schema.merging().key() != null) {
            return;
        }
        Set<List<JsonNode>> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode element = array.get(i);
            List<JsonNode> identity = keys.stream().map(element::path).toList();
            if (!seen.add(identity)) {
                String found = keys.size() == 1 ? identity.getFirst().toString() : "" + identity;
                add(
                        path + "[" + i + "]",
                        Problem.Fault.DUPLICATE,
                        "Duplicate value: " + found,
                        null);
            }
        }
    }

    private void checkLimits(JsonNode value, Schema schema, String path) {
        Schema.Limits limits = schema.limits();
        if (limits.equals(Schema.Limits.NONE)) {
            return;
        }
        // An empty text counts as absent, as in the API.
        String text = value.asText();
        boolean choice = !limits.values().isEmpty() && !text.isEmpty();
        if (choice && !limits.values().contains(text)) {
            String supported =
                    String.join(", ", limits.values().stream().map("\"%s\""::formatted).toList());
            add(
                    path,
                    Problem.Fault.UNSUPPORTED_VALUE,
                    "Unsupported value: %s: supported values: %s".formatted(value, supported),
                    Suggestion.closest(text, limits.values())
                            .map("did you mean \"%s\"?"::formatted)
                            .orElse(null));
        }
        String fault = SchemaValues.limitFault(value, limits);
        if (fault != null) {
            invalid(path, "Invalid value: " + value + ": " + fault);
        }
    }

    private void invalid(String path, String message) {
        add(path, Problem.Fault.INVALID_VALUE, message, null);
    }

    private void add(String path, Problem.Fault fault, String message, @Nullable String hint) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(new Problem(path, fault, message, hint));
        }
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
