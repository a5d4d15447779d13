package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.KindRegistry;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Cause;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;

/// `Status` objects: what the API answers where there is no object to answer with.
final class Statuses {
    /// How long a client that is turned away for load should wait.
    static final int RETRY_AFTER_SECONDS = 1;

    private final KindRegistry kinds;

    Statuses(KindRegistry kinds) {
        this.kinds = kinds;
    }

    ObjectNode failure(ApiException failure) {
        ObjectNode status = status("Failure");
        status.put("message", failure.getMessage());
        status.put("reason", failure.reason().word());
        ObjectNode details = Json.object();
        describe(failure, details);
        if (failure.reason() == Reason.TOO_MANY_REQUESTS) {
            details.put("retryAfterSeconds", RETRY_AFTER_SECONDS);
        }
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        status.put("code", failure.reason().code());
        return status;
    }

    /// The answer to a deletion that is done.
    ObjectNode deleted(KindDefinition kind, ObjectKey key, String uid) {
        ObjectNode status = status("Success");
        ObjectNode details = status.putObject("details");
        details.put("name", key.name());
        putIfAny(details, "group", kind.type().group());
        details.put("kind", kind.plural());
        putIfAny(details, "uid", uid);
        return status;
    }

    private static ObjectNode status(String outcome) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        return status.put("status", outcome);
    }

    /// Clients read `details.kind` as the kind where a field is at fault, else as the resource.
    private void describe(ApiException failure, ObjectNode details) {
        GroupVersionKind type = failure.type();
        ObjectKey key = failure.key();
        if (key != null) {
            putIfAny(details, "name", key.name());
        }
        if (type != null) {
            putIfAny(details, "group", type.group());
            KindDefinition kind = kinds.find(type);
            details.put(
                    "kind",
                    failure.reason() == Reason.INVALID || kind == null
                            ? type.kind()
                            : kind.plural());
        }
        if (!failure.causes().isEmpty()) {
            ArrayNode causes = details.putArray("causes");
            for (Cause cause : failure.causes()) {
                causes.addObject()
                        .put("reason", cause.reason())
                        .put("message", cause.message())
                        .put("field", cause.field());
            }
        }
    }

    private static void putIfAny(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }
}
