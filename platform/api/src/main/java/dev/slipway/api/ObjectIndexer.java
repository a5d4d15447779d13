package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.slipway.store.Indexer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Extracts what is asked of an object from its stored bytes, in one pass that stops when all is
/// found. Handed to the store when it is opened. Thread-safe.
public final class ObjectIndexer implements Indexer<ObjectIndex> {
    private static final JsonFactory JSON = new JsonFactory();

    private final KindRegistry kinds;
    private final RecentTexts texts = new RecentTexts();

    public ObjectIndexer(KindRegistry kinds) {
        this.kinds = requireNonNull(kinds, "kinds");
    }

    /// `storageKey` tells the kind. Throws `UncheckedIOException` if the value is not JSON.
    @Override
    public ObjectIndex index(String storageKey, byte[] value) {
        SelectedFields selected = kinds.selectedFields(storageKey);
        Map<String, String> fields = selected.isEmpty() ? Map.of() : new HashMap<>();
        Metadata metadata = new Metadata(texts);
        try (JsonParser parser = JSON.createParser(value)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                SelectedFields child = selected.child(name);
                if (name.equals("metadata")) {
                    metadata.read(parser);
                    if (selected.isEmpty()) {
                        break;
                    }
                } else if (child != null) {
                    child.collect(parser, texts, fields);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(storageKey + " is not valid JSON", e);
        }
        return metadata.index(fields);
    }

    /// What is indexed of `metadata`, while it is being read.
    private static final class Metadata {
        private final RecentTexts texts;
        private String uid = "";
        private long generation;
        private boolean beingDeleted;
        private Map<String, String> labels = Map.of();
        private List<String> ownerUids = List.of();
        private int offset;

        Metadata(RecentTexts texts) {
            this.texts = texts;
        }

        void read(JsonParser parser) throws IOException {
            offset = (int) parser.currentTokenLocation().getByteOffset() + 1;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "uid" -> uid = parser.getText();
                    case "generation" -> generation = parser.getLongValue();
                    case "deletionTimestamp" -> beingDeleted = true;
                    case "labels" -> labels = readLabels(parser);
                    case "ownerReferences" -> ownerUids = readOwners(parser);
                    default -> parser.skipChildren();
                }
            }
        }

        ObjectIndex index(Map<String, String> fields) {
            return new ObjectIndex(
                    uid, generation, beingDeleted, labels, ownerUids, fields, offset);
        }

        private Map<String, String> readLabels(JsonParser parser) throws IOException {
            Map<String, String> labels = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                labels.put(texts.shared(name), texts.shared(parser.getText()));
            }
            return labels;
        }

        private List<String> readOwners(JsonParser parser) throws IOException {
            List<String> uids = new ArrayList<>();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isUid = parser.currentName().equals("uid");
                    parser.nextToken();
                    if (isUid) {
                        uids.add(texts.shared(parser.getText()));
                    } else {
                        parser.skipChildren();
                    }
                }
            }
            return uids;
        }
    }
}
