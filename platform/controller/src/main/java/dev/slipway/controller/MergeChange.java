package dev.slipway.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import org.jspecify.annotations.Nullable;

/// Merge patches made from two states of a record, so that a controller changes just the fields it
/// knows and decided to change.
public final class MergeChange {
    private MergeChange() {}

    /// The patch of `status` that leads from one record to the other, or null if they are equal.
    public static Patch.@Nullable MergePatch ofStatus(Object before, Object after) {
        ObjectNode change = between(Json.tree(before), Json.tree(after));
        return change.isEmpty() ? null : under("status", change);
    }

    /// `{field: change}`.
    public static Patch.MergePatch under(String field, JsonNode change) {
        ObjectNode patch = Json.object();
        patch.set(field, change);
        return new Patch.MergePatch(patch);
    }

    /// The smallest merge patch that leads from one object to the other.
    public static ObjectNode between(ObjectNode before, ObjectNode after) {
        ObjectNode change = Json.object();
        before.fieldNames()
                .forEachRemaining(name -> {
                    if (!after.has(name)) {
                        change.putNull(name);
                    }
                });
        for (var field : after.properties()) {
            JsonNode old = before.get(field.getKey());
            JsonNode now = field.getValue();
            if (old instanceof ObjectNode oldObject && now instanceof ObjectNode nowObject) {
                ObjectNode inner = between(oldObject, nowObject);
                if (!inner.isEmpty()) {
                    change.set(field.getKey(), inner);
                }
            } else if (!now.equals(old)) {
                change.set(field.getKey(), now);
            }
        }
        return change;
    }
}
