package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Kubernetes' own kind of patch. An object is merged field by field; a list is replaced unless the
/// schema says it is merged, by a key or as a set of plain values. Directives in the patch say
/// more:
///
/// - `$patch: replace` takes the object or list as the patch has it, `$patch: delete` empties the
///   object or removes the list element, `$patch: merge` is what happens anyway;
/// - `$retainKeys` names the only fields of the object that stay;
/// - `$deleteFromPrimitiveList/x` names values to be taken out of the list `x`;
/// - `$setElementOrder/x` gives the order of the list `x`.
///
/// A value that is new to the object goes through the same merge with an empty one, so that no
/// directive and no null ever ends up in the result.
final class StrategicMerge {
    static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_PREFIX = "$deleteFromPrimitiveList/";
    private static final String ORDER_PREFIX = "$setElementOrder/";

    private StrategicMerge() {}

    static ObjectNode apply(ObjectNode current, ObjectNode patch, Schema schema) {
        ObjectNode result = current.deepCopy();
        return merge(result, patch, schema, "");
    }

    /// Merges into `target`, which may be changed; nothing of `patch` is shared with the result.
    static ObjectNode merge(
            ObjectNode target, ObjectNode patch, @Nullable Schema schema, String path) {
        JsonNode directive = patch.get(DIRECTIVE);
        if (directive != null) {
            switch (directive.asText()) {
                case "replace" -> target.removeAll();
                case "delete" -> {
                    return target.removeAll();
                }
                case "merge" -> {}
                default -> throw unknownDirective(path, directive);
            }
        }
        retainKeys(target, patch, path);
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.startsWith(ORDER_PREFIX)) {
                orderAlone(target, patch, name.substring(ORDER_PREFIX.length()), path, schema);
            } else if (name.startsWith(DELETE_PREFIX)) {
                deleteValues(target, name.substring(DELETE_PREFIX.length()), value, path);
            } else if (!name.equals(DIRECTIVE) && !name.equals(RETAIN_KEYS)) {
                mergeField(target, patch, name, path, schema);
            }
        }
        return target;
    }

    static ApiException unknownDirective(String path, JsonNode directive) {
        return ApiException.badRequest(
                "strategic merge patch: %s is %s (expected: replace, delete or merge)"
                        .formatted(at(path, DIRECTIVE), directive));
    }

    static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static void mergeField(
            ObjectNode target,
            ObjectNode patch,
            String name,
            String path,
            @Nullable Schema parent) {
        JsonNode value = patch.path(name);
        Schema schema = parent == null ? null : parent.field(name);
        String place = at(path, name);
        switch (value) {
            case ObjectNode object -> {
                boolean merges = schema == null || !schema.merging().replace();
                ObjectNode into =
                        merges && target.get(name) instanceof ObjectNode existing
                                ? existing
                                : target.putObject(name);
                merge(into, object, schema, place);
            }
            case ArrayNode list -> {
                ArrayNode existing =
                        target.get(name) instanceof ArrayNode array ? array : target.arrayNode();
                JsonNode order = order(patch, name, path);
                target.set(name, new ListMerge(schema, place).merge(existing, list, order));
            }
            case JsonNode scalar -> {
                if (scalar.isNull()) {
                    target.remove(name);
                } else {
                    target.set(name, scalar);
                }
            }
        }
    }

    /// An order for a list of which the patch changes no element.
    private static void orderAlone(
            ObjectNode target,
            ObjectNode patch,
            String name,
            String path,
            @Nullable Schema parent) {
        JsonNode order = order(patch, name, path);
        if (order != null && !patch.has(name) && target.get(name) instanceof ArrayNode existing) {
            Schema schema = parent == null ? null : parent.field(name);
            target.set(
                    name, new ListMerge(schema, at(path, name)).ordered(existing, existing, order));
        }
    }

    private static @Nullable JsonNode order(ObjectNode patch, String name, String path) {
        JsonNode order = patch.get(ORDER_PREFIX + name);
        if (order != null && !order.isArray()) {
            throw ApiException.badRequest(
                    "strategic merge patch: %s is %s, not a list"
                            .formatted(at(path, ORDER_PREFIX + name), Patches.name(order)));
        }
        return order;
    }

    private static void deleteValues(ObjectNode target, String name, JsonNode values, String path) {
        if (!values.isArray()) {
            throw ApiException.badRequest(
                    "strategic merge patch: %s is %s, not a list"
                            .formatted(at(path, DELETE_PREFIX + name), Patches.name(values)));
        }
        if (target.get(name) instanceof ArrayNode existing) {
            Set<JsonNode> unwanted = new HashSet<>();
            values.forEach(unwanted::add);
            for (Iterator<JsonNode> all = existing.iterator(); all.hasNext(); ) {
                if (unwanted.contains(all.next())) {
                    all.remove();
                }
            }
        }
    }

    private static void retainKeys(ObjectNode target, ObjectNode patch, String path) {
        JsonNode keys = patch.get(RETAIN_KEYS);
        if (keys == null) {
            return;
        }
        Set<String> retained = new HashSet<>();
        keys.forEach(key -> retained.add(key.asText()));
        for (var field : patch.properties()) {
            String name = field.getKey();
            if (!name.startsWith("$") && !field.getValue().isNull() && !retained.contains(name)) {
                throw ApiException.badRequest(
                        "strategic merge patch: %s sets \"%s\", which its $retainKeys does not name"
                                .formatted(path.isEmpty() ? "the object" : path, name));
            }
        }
        if (!keys.isArray()) {
            throw ApiException.badRequest(
                    "strategic merge patch: %s is %s, not a list"
                            .formatted(at(path, RETAIN_KEYS), Patches.name(keys)));
        }
        target.retain(retained);
    }
}
