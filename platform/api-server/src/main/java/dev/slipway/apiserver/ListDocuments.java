package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.ObjectList;
import dev.slipway.api.StoredObject;
import dev.slipway.model.Json;
import java.io.ByteArrayOutputStream;

/// The parts from which lists are made.
final class ListDocuments {
    /// Everything after the last item.
    static final byte[] TAIL = {']', '}'};

    private ListDocuments() {}

    static byte[] whole(KindDefinition kind, ObjectList list) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        out.writeBytes(head(kind, list));
        boolean first = true;
        for (StoredObject object : list.items()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.writeBytes(object.bytes());
        }
        out.writeBytes(TAIL);
        return out.toByteArray();
    }

    static ObjectNode metadata(ObjectList list) {
        ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(list.revision()));
        if (!list.continueToken().isEmpty()) {
            metadata.put("continue", list.continueToken());
            if (list.remaining() >= 0) {
                metadata.put("remainingItemCount", list.remaining());
            }
        }
        return metadata;
    }

    /// Everything before the first item.
    static byte[] head(KindDefinition kind, ObjectList list) {
        String head =
                "{\"kind\":\""
                        + kind.type().kind()
                        + "List\",\"apiVersion\":\""
                        + kind.type().apiVersion()
                        + "\",\"metadata\":"
                        + metadata(list)
                        + ",\"items\":[";
        return Replies.utf8(head);
    }

    static ObjectNode metadataOnly(StoredObject object, String apiVersion) {
        ObjectNode result = Json.object();
        result.put("kind", "PartialObjectMetadata").put("apiVersion", apiVersion);
        result.set("metadata", object.tree().path("metadata"));
        return result;
    }

    static ObjectNode metadataList(ObjectList list, String apiVersion) {
        ObjectNode result = Json.object();
        result.put("kind", "PartialObjectMetadataList").put("apiVersion", apiVersion);
        result.set("metadata", metadata(list));
        ArrayNode items = result.putArray("items");
        for (StoredObject object : list.items()) {
            items.add(metadataOnly(object, apiVersion));
        }
        return result;
    }
}
