package dev.slipway.server.install;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.Column;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.KindDefinition.ScaleFields;
import dev.slipway.model.Json;
import dev.slipway.model.RawResource;

/// Writes the CustomResourceDefinition of a kind that is built into our own server: the same names,
/// schema, subresources and, as far as they show a field as it is, columns.
final class CustomResources {
    static final String API_VERSION = "apiextensions.k8s.io/v1";
    static final String KIND = "CustomResourceDefinition";

    private static final int DESCRIPTION_LENGTH_MAX = 1_000;

    private final BuiltInSchemas schemas;
    private final StructuralSchema structural;

    CustomResources(BuiltInSchemas schemas) {
        this.schemas = requireNonNull(schemas, "schemas");
        this.structural = new StructuralSchema(schemas::definition);
    }

    RawResource of(KindDefinition kind) {
        ObjectNode tree = Json.object().put("apiVersion", API_VERSION).put("kind", KIND);
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", kind.plural() + "." + kind.type().group());
        metadata.putObject("labels").put(Ownership.LABEL, Ownership.VALUE);
        ObjectNode spec = tree.putObject("spec");
        spec.put("group", kind.type().group());
        spec.put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
        spec.set("names", names(kind));
        spec.putArray("versions").add(version(kind));
        return RawResource.of(tree);
    }

    private static ObjectNode names(KindDefinition kind) {
        ObjectNode names = Json.object();
        names.put("kind", kind.type().kind()).put("listKind", kind.type().kind() + "List");
        names.put("plural", kind.plural()).put("singular", kind.singular());
        if (!kind.shortNames().isEmpty()) {
            kind.shortNames().forEach(names.putArray("shortNames")::add);
        }
        if (!kind.categories().isEmpty()) {
            kind.categories().forEach(names.putArray("categories")::add);
        }
        return names;
    }

    private ObjectNode version(KindDefinition kind) {
        ObjectNode version = Json.object().put("name", kind.type().version());
        version.put("served", true).put("storage", true);
        version.putObject("schema").set("openAPIV3Schema", schema(kind));
        ObjectNode parts = Json.object();
        if (kind.hasStatus()) {
            parts.putObject("status");
        }
        ScaleFields scale = kind.scale();
        if (scale != null) {
            parts.putObject("scale")
                    .put("specReplicasPath", jsonPath(scale.specReplicas()))
                    .put("statusReplicasPath", jsonPath(scale.statusReplicas()))
                    .put("labelSelectorPath", ".status.selector");
        }
        if (!parts.isEmpty()) {
            version.set("subresources", parts);
        }
        version.set("additionalPrinterColumns", columns(kind));
        return version;
    }

    private ObjectNode schema(KindDefinition kind) {
        String name = schemas.definitionName(kind.type());
        if (name == null) {
            throw new IllegalStateException("There is no schema of " + kind);
        }
        ObjectNode schema = structural.of(name);
        if (kind.scale() != null) {
            scaleFields(schema);
        }
        return schema;
    }

    /// The API server wants the fields of the scale subresource to be spelled out.
    private static void scaleFields(ObjectNode schema) {
        ObjectNode status = schema.withObject("/properties").withObject("/status");
        ObjectNode fields = status.put("type", "object").withObject("/properties");
        fields.withObject("/replicas").put("type", "integer").put("format", "int32");
        fields.withObject("/selector").put("type", "string");
    }

    private static ArrayNode columns(KindDefinition kind) {
        ArrayNode columns = Json.object().putArray("columns");
        for (Column column : kind.columns()) {
            String field = column.field();
            if (field == null) {
                continue;
            }
            ObjectNode shown = columns.addObject();
            shown.put("name", column.name()).put("type", column.type());
            shown.put("description", shortened(column.description()));
            shown.put("jsonPath", jsonPath(field)).put("priority", column.priority());
        }
        columns.addObject()
                .put("name", "Age")
                .put("type", "date")
                .put("description", "The time since the object was created.")
                .put("jsonPath", ".metadata.creationTimestamp");
        return columns;
    }

    private static String shortened(String text) {
        return text.length() <= DESCRIPTION_LENGTH_MAX
                ? text
                : text.substring(0, DESCRIPTION_LENGTH_MAX);
    }

    /// `/status/replicas` as `.status.replicas`; none of our pointers needs escapes.
    private static String jsonPath(String pointer) {
        return pointer.replace('/', '.');
    }
}
