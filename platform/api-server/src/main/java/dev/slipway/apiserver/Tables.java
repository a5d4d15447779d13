package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.Column;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.ObjectList;
import dev.slipway.api.StoredObject;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Objects as rows for people, computed from the columns of their kind.
final class Tables {
    /// How much of each object goes along with its row.
    enum Include {
        NOTHING,
        METADATA,
        OBJECT;

        static Include parse(String text) {
            return switch (text) {
                case "", "Metadata" -> METADATA;
                case "None" -> NOTHING;
                case "Object" -> OBJECT;
                default ->
                        throw ApiException.badRequest(
                                "query parameter includeObject: \""
                                        + text
                                        + "\" (expected: None, Metadata or Object)");
            };
        }
    }

    private final InstantSource time;

    Tables(InstantSource time) {
        this.time = time;
    }

    ObjectNode ofList(KindDefinition kind, ObjectList list, String apiVersion, Include include) {
        ObjectNode table = table(apiVersion, ListDocuments.metadata(list));
        addColumns(table, kind);
        addRows(table, kind, list.items(), apiVersion, include);
        return table;
    }

    ObjectNode ofObject(
            KindDefinition kind, StoredObject object, String apiVersion, Include include) {
        ObjectNode table = rowOnly(kind, object, apiVersion, include);
        addColumns(table, kind);
        return table;
    }

    /// As a watch sends them after the first.
    ObjectNode rowOnly(
            KindDefinition kind, StoredObject object, String apiVersion, Include include) {
        ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(object.revision()));
        ObjectNode table = table(apiVersion, metadata);
        addRows(table, kind, List.of(object), apiVersion, include);
        return table;
    }

    /// A table without rows that only says how far the stream has come.
    ObjectNode empty(KindDefinition kind, ObjectNode metadata, String apiVersion) {
        ObjectNode table = table(apiVersion, metadata);
        addColumns(table, kind);
        table.putArray("rows");
        return table;
    }

    private static ObjectNode table(String apiVersion, ObjectNode metadata) {
        ObjectNode table = Json.object();
        table.put("kind", "Table").put("apiVersion", apiVersion).set("metadata", metadata);
        return table;
    }

    private static void addColumns(ObjectNode table, KindDefinition kind) {
        ArrayNode columns = table.putArray("columnDefinitions");
        for (Column column : kind.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        }
    }

    private void addRows(
            ObjectNode table,
            KindDefinition kind,
            List<StoredObject> objects,
            String apiVersion,
            Include include) {
        Instant now = time.instant();
        ArrayNode rows = table.putArray("rows");
        for (StoredObject object : objects) {
            ObjectNode row = rows.addObject();
            ObjectNode tree = object.tree();
            ArrayNode cells = row.putArray("cells");
            for (Column column : kind.columns()) {
                add(cells, column.cell().value(tree, now));
            }
            switch (include) {
                case NOTHING -> row.putNull("object");
                case METADATA -> row.set("object", ListDocuments.metadataOnly(object, apiVersion));
                case OBJECT -> row.set("object", tree);
            }
        }
    }

    private static void add(ArrayNode cells, Object value) {
        switch (value) {
            case Boolean truth -> cells.add(truth);
            case Integer number -> cells.add(number);
            case Long number -> cells.add(number);
            case Double number -> cells.add(number);
            default -> cells.add(value.toString());
        }
    }
}
