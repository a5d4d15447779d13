package dev.slipway.api;

import dev.slipway.model.ObjectKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is asked of objects without decoding them; held in memory beside each value. `fields` are
/// the kind's selectable fields that the object has; `resourceVersionOffset` is the place in the
/// value right after the opening brace of `metadata`.
public record ObjectIndex(
        String uid,
        long generation,
        boolean beingDeleted,
        Map<String, String> labels,
        List<String> ownerUids,
        Map<String, String> fields,
        int resourceVersionOffset) {
    static final ObjectIndex EMPTY =
            new ObjectIndex("", 0, false, Map.of(), List.of(), Map.of(), 0);

    public ObjectIndex {
        labels = Map.copyOf(labels);
        ownerUids = List.copyOf(ownerUids);
        fields = Map.copyOf(fields);
    }

    /// The value of a selectable field, or null.
    @Nullable String field(String path, ObjectKey key) {
        return switch (path) {
            case "metadata.name" -> key.name();
            case "metadata.namespace" -> key.namespace();
            default -> fields.get(path);
        };
    }
}
