package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A change to a stored object. A `metadata.resourceVersion` in a merge patch makes it conditional.
public sealed interface Patch {
    /// RFC 6902, a list of operations.
    record JsonPatch(ArrayNode operations) implements Patch {}

    /// RFC 7386: null deletes, lists are replaced whole.
    record MergePatch(JsonNode change) implements Patch {}

    /// Kubernetes' own: lists merge by key, with `$patch`, `$retainKeys` and `$setElementOrder`
    /// directives.
    record StrategicMergePatch(ObjectNode change) implements Patch {}
}
