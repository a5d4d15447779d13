package dev.slipway.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The state of a workload: `{"images": {CONTAINER: IMAGE}}`. Pure.
final class Images {
    private static final String IMAGES = "images";
    private static final List<String> LISTS = List.of("containers", "initContainers");

    private Images() {}

    static boolean isState(ObjectNode state) {
        return state.has(IMAGES);
    }

    static ObjectNode state(Map<String, String> images) {
        ObjectNode state = Json.object();
        ObjectNode node = state.putObject(IMAGES);
        images.forEach(node::put);
        return state;
    }

    /// The images of those containers that `like` names.
    static ObjectNode state(JsonNode template, ObjectNode like) {
        ObjectNode state = Json.object();
        ObjectNode images = state.putObject(IMAGES);
        for (String name :
                like.path(IMAGES).properties().stream().map(Map.Entry::getKey).toList()) {
            JsonNode container = find(template, name);
            if (container != null) {
                images.put(name, container.path("image").asText(""));
            }
        }
        return state;
    }

    static @Nullable String obstacle(String id, JsonNode template, ObjectNode wanted) {
        for (Map.Entry<String, JsonNode> image : wanted.path(IMAGES).properties()) {
            if (find(template, image.getKey()) == null) {
                return id + " has no container " + image.getKey() + " in its template";
            }
        }
        return null;
    }

    /// The merge patch of a pod template's `spec` that sets the images, null if they are set.
    static @Nullable ObjectNode change(JsonNode template, ObjectNode wanted) {
        ObjectNode change = Json.object();
        for (String list : LISTS) {
            if (!(template.path("spec").get(list) instanceof ArrayNode containers)) {
                continue;
            }
            ArrayNode changed = containers.deepCopy();
            for (JsonNode container : changed) {
                JsonNode image = wanted.path(IMAGES).get(container.path("name").asText(""));
                if (image != null && container instanceof ObjectNode object) {
                    object.set("image", image);
                }
            }
            if (!changed.equals(containers)) {
                change.set(list, changed);
            }
        }
        return change.isEmpty() ? null : change;
    }

    /// What to go back to once `wanted` has been tried on what is `live` now: where an attempt that
    /// was not promoted left its `tried` images, what was there before it.
    static ObjectNode before(ObjectNode live, ObjectNode tried, ObjectNode before) {
        ObjectNode result = live.deepCopy();
        for (Map.Entry<String, JsonNode> image : live.path(IMAGES).properties()) {
            JsonNode old = before.path(IMAGES).get(image.getKey());
            if (old != null && image.getValue().equals(tried.path(IMAGES).get(image.getKey()))) {
                result.withObject("/" + IMAGES).set(image.getKey(), old);
            }
        }
        return result;
    }

    private static @Nullable JsonNode find(JsonNode template, String name) {
        for (String list : LISTS) {
            for (JsonNode container : template.path("spec").path(list)) {
                if (container.path("name").asText("").equals(name)) {
                    return container;
                }
            }
        }
        return null;
    }
}
