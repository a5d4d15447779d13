package dev.slipway.api;

import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.CompactedException;
import dev.slipway.store.StoreClosedException;
import dev.slipway.store.StoreUnavailableException;
import java.util.List;

/// Refusals in the API's words.
final class Errors {
    private Errors() {}

    static ApiException notFound(Target target) {
        return ApiException.notFound(target.kind().kind(), target.key());
    }

    static ApiException forbidden(KindDefinition kind, ObjectKey key, String why) {
        return of(Reason.FORBIDDEN, kind, key, "is forbidden: " + why);
    }

    static ApiException conflict(Target target, String why) {
        String message =
                "Operation cannot be fulfilled on "
                        + named(target.kind(), target.key())
                        + ": "
                        + why;
        return new ApiException(
                Reason.CONFLICT, message, target.kind().type(), target.key(), List.of());
    }

    static ApiException methodNotAllowed(Target target, String verb) {
        String part = target.subresource().isEmpty() ? "" : "/" + target.subresource();
        return new ApiException(
                Reason.METHOD_NOT_ALLOWED,
                verb
                        + " is not supported on resources of kind \""
                        + target.kind().plural()
                        + part
                        + "\"");
    }

    static ApiException noSuchPart(Target target) {
        return new ApiException(
                Reason.NOT_FOUND,
                "the server could not find the requested resource: "
                        + target.kind().plural()
                        + " have no \""
                        + target.subresource()
                        + "\"",
                target.kind().type(),
                target.key(),
                List.of());
    }

    static ApiException denied(Caller caller, Access access, KindDefinition kind, String reason) {
        StringBuilder why = new StringBuilder();
        why.append("User \"").append(caller.name()).append("\" cannot ").append(access.verb());
        why.append(" resource \"").append(access.resource());
        if (!access.subresource().isEmpty()) {
            why.append('/').append(access.subresource());
        }
        why.append("\" in API group \"").append(access.group()).append('"');
        if (access.namespace().isEmpty()) {
            why.append(" at the cluster scope");
        } else {
            why.append(" in the namespace \"").append(access.namespace()).append('"');
        }
        if (!reason.isEmpty()) {
            why.append(": ").append(reason);
        }
        ObjectKey key = new ObjectKey(access.namespace(), access.name());
        return forbidden(kind, key, why.toString());
    }

    static ApiException expired(String message) {
        return new ApiException(Reason.EXPIRED, message);
    }

    /// What a failure of the store means for the caller.
    static ApiException ofStore(RuntimeException failure) {
        ApiException result =
                switch (failure) {
                    case CompactedException e ->
                            expired("too old resource version: " + e.getMessage());
                    case StoreUnavailableException e ->
                            new ApiException(Reason.EXHAUSTED, "cannot write: " + e.getMessage());
                    case StoreClosedException e ->
                            new ApiException(
                                    Reason.UNAVAILABLE, "the store is closed: " + e.getMessage());
                    default -> throw failure;
                };
        result.initCause(failure);
        return result;
    }

    static ApiException of(Reason reason, KindDefinition kind, ObjectKey key, String what) {
        return new ApiException(reason, named(kind, key) + " " + what, kind.type(), key, List.of());
    }

    private static String named(KindDefinition kind, ObjectKey key) {
        String group = kind.type().group();
        String resource = group.isEmpty() ? kind.plural() : kind.plural() + "." + group;
        return key.name().isEmpty() ? resource : resource + " \"" + key.name() + "\"";
    }
}
