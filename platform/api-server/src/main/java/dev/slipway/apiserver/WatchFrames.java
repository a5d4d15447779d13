package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.ObjectEvent;
import dev.slipway.api.StoredObject;
import dev.slipway.apiserver.Tables.Include;
import dev.slipway.model.Json;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Turns events into the lines of a watch. The line of an event is the same for all who watch whole
/// objects, so it is made once and shared: the latest ones are kept in a ring, found by their
/// revision. Thread-safe.
final class WatchFrames {
    private static final int KEPT = 256;
    private static final int KEPT_BYTES_MAX = 64 * 1024;

    private record Kept(long revision, String type, byte[] line) {}

    private final AtomicReferenceArray<@Nullable Kept> ring = new AtomicReferenceArray<>(KEPT);
    private final Tables tables;

    WatchFrames(Tables tables) {
        this.tables = tables;
    }

    /// In what form one client watches.
    interface Encoder {
        byte[] encode(ObjectEvent event);
    }

    Encoder encoder(KindDefinition kind, Accept accept, Include include) {
        return switch (accept.form()) {
            case TABLE -> new TableEncoder(kind, accept.apiVersion(), include);
            case METADATA, METADATA_LIST -> event -> metadata(event, accept.apiVersion());
            case OBJECT, YAML, AGGREGATED_DISCOVERY -> event -> object(kind, event);
        };
    }

    static byte[] error(ObjectNode status) {
        return line("ERROR", Json.bytes(status));
    }

    private byte[] object(KindDefinition kind, ObjectEvent event) {
        return switch (event) {
            case ObjectEvent.Added(StoredObject object) -> shared("ADDED", object);
            case ObjectEvent.Modified(StoredObject object) -> shared("MODIFIED", object);
            case ObjectEvent.Deleted(StoredObject object) -> shared("DELETED", object);
            case ObjectEvent.Bookmark bookmark -> {
                ObjectNode empty = Json.object();
                empty.put("kind", kind.type().kind()).put("apiVersion", kind.type().apiVersion());
                empty.set("metadata", metadata(bookmark));
                yield line("BOOKMARK", Json.bytes(empty));
            }
        };
    }

    private byte[] shared(String type, StoredObject object) {
        int slot = (int) (object.revision() & (KEPT - 1));
        Kept kept = ring.get(slot);
        if (kept != null && kept.revision == object.revision() && kept.type.equals(type)) {
            return kept.line;
        }
        byte[] line = line(type, object.bytes());
        if (line.length <= KEPT_BYTES_MAX) {
            ring.set(slot, new Kept(object.revision(), type, line));
        }
        return line;
    }

    private static byte[] metadata(ObjectEvent event, String apiVersion) {
        return switch (event) {
            case ObjectEvent.Added(StoredObject object) ->
                    line("ADDED", ListDocuments.metadataOnly(object, apiVersion));
            case ObjectEvent.Modified(StoredObject object) ->
                    line("MODIFIED", ListDocuments.metadataOnly(object, apiVersion));
            case ObjectEvent.Deleted(StoredObject object) ->
                    line("DELETED", ListDocuments.metadataOnly(object, apiVersion));
            case ObjectEvent.Bookmark bookmark -> {
                ObjectNode empty = Json.object();
                empty.put("kind", "PartialObjectMetadata").put("apiVersion", apiVersion);
                empty.set("metadata", metadata(bookmark));
                yield line("BOOKMARK", empty);
            }
        };
    }

    private static ObjectNode metadata(ObjectEvent.Bookmark bookmark) {
        ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(bookmark.revision()));
        metadata.putNull("creationTimestamp");
        if (bookmark.initialEventsEnd()) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return metadata;
    }

    private static byte[] line(String type, ObjectNode object) {
        return line(type, Json.bytes(object));
    }

    private static byte[] line(String type, byte[] object) {
        byte[] head = Replies.utf8("{\"type\":\"" + type + "\",\"object\":");
        byte[] line = new byte[head.length + object.length + 2];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(object, 0, line, head.length, object.length);
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }

    /// Rows; the columns are named once, at the beginning. Used by one thread.
    private final class TableEncoder implements Encoder {
        private final KindDefinition kind;
        private final String apiVersion;
        private final Include include;
        private boolean named;

        TableEncoder(KindDefinition kind, String apiVersion, Include include) {
            this.kind = kind;
            this.apiVersion = apiVersion;
            this.include = include;
        }

        @Override
        public byte[] encode(ObjectEvent event) {
            return switch (event) {
                case ObjectEvent.Added(StoredObject object) -> line("ADDED", row(object));
                case ObjectEvent.Modified(StoredObject object) -> line("MODIFIED", row(object));
                case ObjectEvent.Deleted(StoredObject object) -> line("DELETED", row(object));
                case ObjectEvent.Bookmark bookmark ->
                        line("BOOKMARK", tables.empty(kind, metadata(bookmark), apiVersion));
            };
        }

        private ObjectNode row(StoredObject object) {
            if (named) {
                return tables.rowOnly(kind, object, apiVersion, include);
            }
            named = true;
            return tables.ofObject(kind, object, apiVersion, include);
        }
    }
}
