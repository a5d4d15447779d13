package dev.slipway.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.KindDefinition.ScaleFields;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.LabelSelectors;

/// The `scale` subresource: an `autoscaling/v1` Scale computed from an object, and written back.
final class Scales {
    private Scales() {}

    /// `object` carries its `resourceVersion`.
    static ObjectNode of(Target target, ObjectNode object) {
        ScaleFields fields = fields(target);
        ObjectNode scale = Json.object();
        scale.put("apiVersion", "autoscaling/v1").put("kind", "Scale");
        ObjectNode metadata = scale.putObject("metadata");
        ObjectNode source = Metadata.of(object);
        for (String name :
                new String[] {
                    "name", "namespace", "uid", Metadata.RESOURCE_VERSION, "creationTimestamp"
                }) {
            if (source.has(name)) {
                metadata.set(name, source.get(name));
            }
        }
        scale.putObject("spec").put("replicas", object.at(fields.specReplicas()).asInt(0));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", object.at(fields.statusReplicas()).asInt(0));
        String selector = selectorText(object.at(fields.selector()));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    /// The object with what the scale says, under the same `resourceVersion`.
    static ObjectNode applied(Target target, ObjectNode object, ObjectNode scale) {
        JsonNode replicas = scale.at("/spec/replicas");
        if (!replicas.isMissingNode() && (!replicas.isInt() || replicas.intValue() < 0)) {
            Problems problems = new Problems();
            problems.invalid(
                    "spec.replicas", replicas.toString(), "must be greater than or equal to 0");
            throw ApiException.invalid(target.kind().kind(), target.key(), problems.causes());
        }
        String version = Trees.text(scale.path("metadata"), Metadata.RESOURCE_VERSION);
        if (!version.isEmpty()) {
            Metadata.of(object).put(Metadata.RESOURCE_VERSION, version);
        }
        JsonPointer pointer = JsonPointer.compile(fields(target).specReplicas());
        ObjectNode parent = object;
        for (JsonPointer step = pointer; !step.tail().matches(); step = step.tail()) {
            parent = Trees.object(parent, step.getMatchingProperty());
        }
        parent.put(pointer.last().getMatchingProperty(), replicas.asInt(0));
        return object;
    }

    private static ScaleFields fields(Target target) {
        ScaleFields fields = target.kind().scale();
        if (fields == null) {
            throw Errors.notFound(target);
        }
        return fields;
    }

    private static String selectorText(JsonNode selector) {
        if (!selector.isObject()) {
            return "";
        }
        boolean plain = !selector.has("matchLabels") && !selector.has("matchExpressions");
        ObjectNode wrapped = Json.object();
        wrapped.set("matchLabels", selector);
        LabelSelector labels = Json.convert(plain ? wrapped : selector, LabelSelector.class);
        return LabelSelectors.query(labels);
    }
}
