package dev.slipway.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.TemplateHash;
import java.util.Map;

/// Pod templates as stored: what they mean, their short name, and the pods made from them.
final class PodTemplates {
    static final String HASH_LABEL = "pod-template-hash";

    private PodTemplates() {}

    /// The short name of what the template means.
    static String hash(ObjectNode template, int collisions) {
        return TemplateHash.of(meaning(template), collisions);
    }

    /// Whether two templates mean the same, leaving aside the label that bears the hash.
    static boolean same(ObjectNode one, ObjectNode other) {
        return meaning(one).equals(meaning(other));
    }

    /// The template with the hash as a label of its pods.
    static ObjectNode withHash(ObjectNode template, String hash) {
        ObjectNode result = template.deepCopy();
        object(object(result, "metadata"), "labels").put(HASH_LABEL, hash);
        return result;
    }

    static Map<String, String> labels(ObjectNode template) {
        return Json.convert(template.path("metadata"), ObjectMeta.class).labels();
    }

    /// A pod of the template that `owner` manages, ready to be created.
    static ObjectNode pod(ObjectNode template, ObjectKey key, Kind<?> ownerKind, ObjectMeta owner) {
        ObjectNode pod = Json.object();
        pod.put("apiVersion", "v1");
        pod.put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", key.name());
        metadata.put("namespace", key.namespace());
        for (String field : new String[] {"labels", "annotations", "finalizers"}) {
            JsonNode value = template.path("metadata").path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                metadata.set(field, value.deepCopy());
            }
        }
        metadata.putArray("ownerReferences")
                .add(Json.tree(OwnerReference.controlledBy(ownerKind, owner)));
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }

    static ObjectNode object(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode found ? found : parent.putObject(field);
    }

    /// A copy without what means nothing: nulls, empty objects and lists, and the hash label.
    /// Clients that read and write typed objects add such fields.
    private static ObjectNode meaning(ObjectNode template) {
        ObjectNode copy = template.deepCopy();
        if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(HASH_LABEL);
        }
        prune(copy);
        return copy;
    }

    private static void prune(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.forEach(PodTemplates::prune);
            object.properties()
                    .removeIf(field ->
                            field.getValue().isNull()
                                    || (field.getValue().isContainerNode()
                                            && field.getValue().isEmpty()));
        } else if (node instanceof ArrayNode array) {
            array.forEach(PodTemplates::prune);
        }
    }
}
