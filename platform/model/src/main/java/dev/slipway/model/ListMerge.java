package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of a strategic merge that is about one list.
///
/// The order of the result is the one of the patch (or of its `$setElementOrder`) for the elements
/// it names; the others stay among them where they were, as far as that can be said: each goes
/// before the first named one that followed it before.
final class ListMerge {
    private final @Nullable Schema schema;
    private final String path;
    private final @Nullable String key;

    ListMerge(@Nullable Schema schema, String path) {
        this.schema = schema;
        this.path = path;
        this.key = schema == null ? null : schema.merging().key();
    }

    ArrayNode merge(ArrayNode existing, ArrayNode patch, @Nullable JsonNode order) {
        boolean merges = schema != null && schema.merging().merge();
        if (!merges) {
            return withoutDirectives(patch);
        }
        boolean ofObjects = containsObject(existing) || containsObject(patch);
        if (!ofObjects) {
            return ordered(union(existing, patch), existing, order != null ? order : patch);
        }
        if (key == null) {
            throw new ApiException(
                    ApiException.Reason.INTERNAL, "the schema of " + path + " has no merge key");
        }
        return mergeByKey(existing, patch, order, key);
    }

    private ArrayNode mergeByKey(
            ArrayNode existing, ArrayNode patch, @Nullable JsonNode order, String key) {
        List<ObjectNode> changes = new ArrayList<>();
        Set<Object> unwanted = new HashSet<>();
        boolean replace = false;
        for (int i = 0; i < patch.size(); i++) {
            ObjectNode element = object(patch.get(i), i);
            JsonNode directive = element.get(StrategicMerge.DIRECTIVE);
            switch (directive == null ? "merge" : directive.asText()) {
                case "merge" -> changes.add(element);
                case "replace" -> replace = true;
                case "delete" -> unwanted.add(comparable(identity(element, key)));
                default -> throw StrategicMerge.unknownDirective(path, element);
            }
        }
        checkOrder(changes, order, key);
        ArrayNode survivors = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : existing) {
            if (!replace && !unwanted.contains(name(element))) {
                survivors.add(element);
            }
        }
        ArrayNode all = mergeElements(survivors, changes, key);
        return ordered(all, survivors, order != null ? order : array(changes));
    }

    private ArrayNode mergeElements(ArrayNode existing, List<ObjectNode> changes, String key) {
        Schema items = schema == null ? null : schema.items();
        ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll(existing);
        Map<Object, Integer> places = positions(all);
        for (ObjectNode change : changes) {
            JsonNode id = identity(change, key);
            String where = "%s[%s=%s]".formatted(path, key, id.asText());
            JsonNode found = all.get(places.getOrDefault(comparable(id), -1));
            if (!(found instanceof ObjectNode)) {
                places.put(comparable(id), all.size());
            }
            ObjectNode into = found instanceof ObjectNode known ? known : all.addObject();
            StrategicMerge.merge(into, change, items, where);
        }
        return all;
    }

    /// `all` in the order that `order` gives to the elements it names; `before` is the list as it
    /// was, which says where the others belong.
    ArrayNode ordered(ArrayNode all, ArrayNode before, JsonNode order) {
        Map<Object, Integer> wanted = positions(order);
        Map<Object, Integer> places = positions(before);
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        for (JsonNode element : all) {
            (wanted.containsKey(name(element)) ? named : others).add(element);
        }
        named.sort(Comparator.comparing(element -> wanted.getOrDefault(name(element), -1)));
        others.sort(Comparator.comparing(element -> places.getOrDefault(name(element), -1)));
        List<JsonNode> result = new ArrayList<>(all.size());
        int next = 0;
        for (JsonNode element : named) {
            int place = places.getOrDefault(name(element), -1);
            while (next < others.size()
                    && place > places.getOrDefault(name(others.get(next)), -1)) {
                result.add(others.get(next++));
            }
            result.add(element);
        }
        result.addAll(others.subList(next, others.size()));
        return array(result);
    }

    /// The elements a patch names must appear in the order it gives: else one of the two is wrong.
    private void checkOrder(List<ObjectNode> changes, @Nullable JsonNode order, String key) {
        if (order == null) {
            return;
        }
        Map<Object, Integer> wanted = positions(order);
        int last = -1;
        for (ObjectNode change : changes) {
            int position = wanted.getOrDefault(name(change), -1);
            if (position <= last) {
                throw ApiException.badRequest(
                        "strategic merge patch: the elements of %s do not match its".formatted(path)
                                + " $setElementOrder at %s=%s"
                                        .formatted(key, identity(change, key)));
            }
            last = position;
        }
    }

    /// Where each element stands first.
    private Map<Object, Integer> positions(JsonNode list) {
        Map<Object, Integer> positions = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            positions.putIfAbsent(name(list.get(i)), i);
        }
        return positions;
    }

    /// What tells an element from the others.
    private Object name(JsonNode element) {
        return comparable(key == null || !element.isObject() ? element : element.path(key));
    }

    /// Numbers are the same whatever their Java type.
    private static Object comparable(JsonNode value) {
        return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
    }

    private JsonNode identity(ObjectNode element, String key) {
        JsonNode id = element.get(key);
        if (id == null) {
            throw ApiException.badRequest(
                    "strategic merge patch: an element of %s has no %s, by which the list is merged"
                            .formatted(path, key));
        }
        return id;
    }

    private ObjectNode object(JsonNode element, int index) {
        if (element instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest(
                "strategic merge patch: %s[%d] is %s, not an object"
                        .formatted(path, index, Patches.name(element)));
    }

    private static ArrayNode union(ArrayNode existing, ArrayNode patch) {
        ArrayNode union = JsonNodeFactory.instance.arrayNode();
        var seen = new HashSet<JsonNode>();
        for (ArrayNode list : List.of(existing, patch)) {
            for (JsonNode element : list) {
                if (seen.add(element)) {
                    union.add(element);
                }
            }
        }
        return union;
    }

    /// A list that is replaced: only what the patch has, elements that are to be deleted left out.
    private ArrayNode withoutDirectives(ArrayNode patch) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : patch) {
            if (!(element instanceof ObjectNode object)) {
                result.add(element.deepCopy());
            } else if (!object.has(StrategicMerge.DIRECTIVE)) {
                Schema items = schema == null ? null : schema.items();
                result.add(
                        StrategicMerge.merge(
                                JsonNodeFactory.instance.objectNode(), object, items, path));
            }
        }
        return result;
    }

    private static boolean containsObject(ArrayNode list) {
        for (JsonNode element : list) {
            if (element.isObject()) {
                return true;
            }
        }
        return false;
    }

    private static ArrayNode array(List<? extends JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }
}
