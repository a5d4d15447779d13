package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Applies patches. Neither the object nor the patch given is changed, and the result shares
/// nothing with them. Thread-safe.
///
/// A malformed patch is an [ApiException] with reason `BAD_REQUEST`, one that does not fit the
/// object `INVALID`; both say where.
public final class Patches {
    private Patches() {}

    /// `schema` is that of the object's kind; only strategic merge patches need it, and are refused
    /// (`UNSUPPORTED_MEDIA_TYPE`) without it.
    public static ObjectNode apply(ObjectNode current, Patch patch, @Nullable Schema schema) {
        return switch (patch) {
            case Patch.JsonPatch json -> JsonPatches.apply(current, json.operations());
            case Patch.MergePatch merge -> MergePatches.apply(current, merge.change());
            case Patch.StrategicMergePatch strategic -> {
                if (schema == null) {
                    throw new ApiException(
                            ApiException.Reason.UNSUPPORTED_MEDIA_TYPE,
                            "a strategic merge patch needs a built-in kind; send"
                                    + " application/merge-patch+json or"
                                    + " application/json-patch+json");
                }
                yield StrategicMerge.apply(current, strategic.change(), schema);
            }
        };
    }

    /// Reads the body of a patch request: a JSON patch must be a list, the others an object.
    public static Patch.JsonPatch jsonPatch(JsonNode body) {
        if (body instanceof com.fasterxml.jackson.databind.node.ArrayNode operations) {
            return new Patch.JsonPatch(operations);
        }
        throw ApiException.badRequest("a JSON patch is a list of operations, not " + name(body));
    }

    /// See [#jsonPatch].
    public static Patch.MergePatch mergePatch(JsonNode body) {
        if (body instanceof ObjectNode change) {
            return new Patch.MergePatch(change);
        }
        throw ApiException.badRequest("a merge patch is an object, not " + name(body));
    }

    /// See [#jsonPatch].
    public static Patch.StrategicMergePatch strategicMergePatch(JsonNode body) {
        if (body instanceof ObjectNode change) {
            return new Patch.StrategicMergePatch(change);
        }
        throw ApiException.badRequest("a strategic merge patch is an object, not " + name(body));
    }

    static String name(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }
}
