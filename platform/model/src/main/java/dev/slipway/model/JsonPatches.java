package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RFC 6902: one run over a list of operations; all are done or none.
final class JsonPatches {
    private static final int OPERATIONS_MAX = 10_000;

    private final int index;
    private final JsonNode operation;
    private JsonNode document;

    private JsonPatches(JsonNode document, JsonNode operation, int index) {
        this.document = document;
        this.operation = operation;
        this.index = index;
    }

    static ObjectNode apply(ObjectNode current, ArrayNode operations) {
        if (operations.size() > OPERATIONS_MAX) {
            throw new ApiException(
                    ApiException.Reason.TOO_LARGE,
                    "a JSON patch of %d operations (at most %d are allowed)"
                            .formatted(operations.size(), OPERATIONS_MAX));
        }
        JsonNode document = current.deepCopy();
        for (int i = 0; i < operations.size(); i++) {
            document = new JsonPatches(document, operations.get(i), i).result();
        }
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw new ApiException(
                ApiException.Reason.INVALID,
                "the JSON patch makes the object " + Patches.name(document));
    }

    private JsonNode result() {
        String name = text("op");
        List<String> path = pointer("path");
        switch (name) {
            case "add" -> add(path, value().deepCopy());
            case "remove" -> remove(path);
            case "replace" -> {
                find(path, "path");
                replace(path, value().deepCopy());
            }
            case "move" -> move(pointer("from"), path);
            case "copy" -> add(path, find(pointer("from"), "from").deepCopy());
            case "test" -> test(path);
            default ->
                    throw malformed(
                            "op \"%s\" is none of add, remove, replace, move, copy, test"
                                    .formatted(name));
        }
        return document;
    }

    private void move(List<String> from, List<String> path) {
        if (path.size() > from.size() && path.subList(0, from.size()).equals(from)) {
            throw unfit("cannot move a value into itself");
        }
        JsonNode moved = find(from, "from");
        if (!from.equals(path)) {
            remove(from);
            add(path, moved);
        }
    }

    private void test(List<String> path) {
        JsonNode wanted = value();
        JsonNode found = lookup(path);
        boolean holds = found == null ? wanted.isNull() : sameValue(found, wanted);
        if (!holds) {
            throw unfit("the value there is " + (found == null ? "missing" : found));
        }
    }

    /// Equal as JSON: `1` and `1.0` are the same number.
    private static boolean sameValue(JsonNode left, JsonNode right) {
        return left.equals(
                (a, b) -> {
                    if (a.isNumber() && b.isNumber()) {
                        return a.decimalValue().compareTo(b.decimalValue());
                    }
                    return a.equals(b) ? 0 : 1;
                },
                right);
    }

    private void add(List<String> path, JsonNode value) {
        if (path.isEmpty()) {
            document = value;
            return;
        }
        String last = path.getLast();
        switch (parent(path)) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> {
                if (last.equals("-")) {
                    array.add(value);
                } else {
                    array.insert(position(last, array.size() + 1), value);
                }
            }
            case JsonNode other -> throw unfit("there is " + Patches.name(other) + " above it");
        }
    }

    private void remove(List<String> path) {
        find(path, "path");
        if (path.isEmpty()) {
            throw unfit("the whole object cannot be removed");
        }
        switch (parent(path)) {
            case ObjectNode object -> object.remove(path.getLast());
            case ArrayNode array -> array.remove(position(path.getLast(), array.size()));
            case JsonNode other -> throw unfit("there is " + Patches.name(other) + " above it");
        }
    }

    private void replace(List<String> path, JsonNode value) {
        if (path.isEmpty()) {
            document = value;
            return;
        }
        switch (parent(path)) {
            case ObjectNode object -> object.set(path.getLast(), value);
            case ArrayNode array -> array.set(position(path.getLast(), array.size()), value);
            case JsonNode other -> throw unfit("there is " + Patches.name(other) + " above it");
        }
    }

    private JsonNode parent(List<String> path) {
        JsonNode parent = lookup(path.subList(0, path.size() - 1));
        if (parent == null) {
            throw unfit("what is above it does not exist");
        }
        return parent;
    }

    private JsonNode find(List<String> path, String member) {
        JsonNode found = lookup(path);
        if (found == null) {
            throw unfit("nothing is there" + (member.equals("path") ? "" : " at its " + member));
        }
        return found;
    }

    private @Nullable JsonNode lookup(List<String> path) {
        JsonNode node = document;
        for (String step : path) {
            if (node instanceof ArrayNode array) {
                node = step.equals("-") ? null : array.get(position(step, Integer.MAX_VALUE));
            } else {
                node = node.get(step);
            }
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private int position(String step, int limit) {
        if (!step.matches("0|[1-9][0-9]{0,8}")) {
            throw unfit("\"%s\" is no position in a list".formatted(step));
        }
        int position = Integer.parseInt(step);
        if (position >= limit) {
            throw unfit("position %d is beyond the end of the list".formatted(position));
        }
        return position;
    }

    private JsonNode value() {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw malformed("it has no \"value\"");
        }
        return value;
    }

    private String text(String member) {
        JsonNode value = operation.get(member);
        if (value == null || !value.isTextual()) {
            throw malformed("it has no string \"%s\"".formatted(member));
        }
        return value.textValue();
    }

    private List<String> pointer(String member) {
        String pointer = text(member);
        List<String> steps = new ArrayList<>();
        if (pointer.isEmpty()) {
            return steps;
        }
        if (!pointer.startsWith("/")) {
            throw malformed("%s \"%s\" does not start with /".formatted(member, pointer));
        }
        for (String step : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    private ApiException malformed(String why) {
        return ApiException.badRequest("operation %d of the JSON patch: %s".formatted(index, why));
    }

    private ApiException unfit(String why) {
        return new ApiException(
                ApiException.Reason.INVALID,
                "operation %d of the JSON patch (%s %s) does not apply: %s"
                        .formatted(
                                index,
                                operation.path("op").asText(),
                                operation.path("path").asText(),
                                why));
    }
}
