package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.slipway.api.Access;
import dev.slipway.api.DeletePolicy;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.ListOptions;
import dev.slipway.api.ObjectApi;
import dev.slipway.api.ObjectList;
import dev.slipway.api.Removal;
import dev.slipway.api.StoredObject;
import dev.slipway.api.Target;
import dev.slipway.api.Written;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.FieldSelector;
import dev.slipway.model.ObjectKey;
import java.util.List;
import java.util.Set;

/// Requests for objects: finds out what is meant, asks whether the caller may, has it carried out
/// and answers in the form asked for. Thread-safe.
final class ObjectCalls {
    private static final String LOG = "log";
    private static final Set<String> NOT_SERVED_YET =
            Set.of("exec", "attach", "portforward", "proxy", "token", "ephemeralcontainers");

    private final ObjectApi api;
    private final Gate gate;
    private final InFlight reads;
    private final InFlight writes;
    private final WatchCalls watches;
    private final LogCalls logs;
    private final Answers answers;

    /// Those who carry out what is not one read or write.
    record Streaming(WatchCalls watches, LogCalls logs) {}

    ObjectCalls(
            ObjectApi api,
            Gate gate,
            ApiServerConfig config,
            Streaming streaming,
            Answers answers) {
        this.api = api;
        this.gate = gate;
        this.reads = new InFlight("reading requests", config.readsMax());
        this.writes = new InFlight("writing requests", config.writesMax());
        this.watches = streaming.watches();
        this.logs = streaming.logs();
        this.answers = answers;
    }

    HttpResponse answer(Call call, KindDefinition kind, RequestPath.Resource path) {
        Target target = target(kind, path);
        String verb = verb(call, path);
        gate.check(call.caller(), access(call, verb, target), kind);
        if (NOT_SERVED_YET.contains(target.subresource())) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED,
                    target.subresource() + " is not supported by this server yet");
        }
        if (verb.equals("watch")) {
            return watches.open(call, target);
        }
        if (target.subresource().equals(LOG)) {
            return logs.open(call, target);
        }
        boolean read = verb.equals("get") || verb.equals("list");
        try (InFlight.Place _ = (read ? reads : writes).enter()) {
            return carryOut(call, verb, target);
        }
    }

    private HttpResponse carryOut(Call call, String verb, Target target) {
        return switch (verb) {
            case "get" -> answers.object(call, HttpStatus.OK, target, get(call, target), List.of());
            case "list" -> answers.list(call, target.kind(), list(call, target));
            case "create" -> written(call, HttpStatus.CREATED, target, create(call, target));
            case "update" -> written(call, HttpStatus.OK, target, update(call, target));
            case "patch" -> written(call, HttpStatus.OK, target, patch(call, target));
            case "delete" -> delete(call, target);
            case "deletecollection" -> deleteCollection(call, target);
            default -> throw call.methodNotAllowed();
        };
    }

    private static Target target(KindDefinition kind, RequestPath.Resource path) {
        boolean misplaced =
                kind.namespaced()
                        ? path.namespace().isEmpty() && !path.name().isEmpty()
                        : !path.namespace().isEmpty();
        boolean unknownPart =
                !path.subresource().isEmpty() && kind.subresource(path.subresource()) == null;
        if (misplaced || unknownPart) {
            throw new ApiException(
                    Reason.NOT_FOUND, "the server could not find the requested resource");
        }
        return new Target(kind, new ObjectKey(path.namespace(), path.name()), path.subresource());
    }

    /// What is asked, in the words of access rules.
    private static String verb(Call call, RequestPath.Resource path) {
        boolean named = !path.name().isEmpty();
        HttpMethod method = call.method();
        return switch (method) {
            case GET -> {
                if (named) {
                    yield "get";
                }
                yield call.query().flag("watch") ? "watch" : "list";
            }
            case POST -> {
                if (named && path.subresource().isEmpty()) {
                    throw call.methodNotAllowed();
                }
                yield "create";
            }
            case PUT -> onlyNamed(call, named, "update");
            case PATCH -> onlyNamed(call, named, "patch");
            case DELETE -> named ? "delete" : "deletecollection";
            default -> throw call.methodNotAllowed();
        };
    }

    private static String onlyNamed(Call call, boolean named, String verb) {
        if (!named) {
            throw call.methodNotAllowed();
        }
        return verb;
    }

    /// Whoever lists or watches one object by name needs the right to that object only.
    private static Access access(Call call, String verb, Target target) {
        if (!target.key().name().isEmpty()
                || !(verb.equals("list") || verb.equals("watch"))
                || call.query().text("fieldSelector").isEmpty()) {
            return Access.toObject(verb, target);
        }
        for (FieldSelector.Requirement term : call.query().fields().requirements()) {
            if (term.path().equals("metadata.name") && term.equal()) {
                ObjectKey key = new ObjectKey(target.key().namespace(), term.value());
                return Access.toObject(verb, Target.of(target.kind(), key));
            }
        }
        return Access.toObject(verb, target);
    }

    private StoredObject get(Call call, Target target) {
        return api.get(call.caller(), target);
    }

    private ObjectList list(Call call, Target target) {
        ListOptions options = call.query().listOptions(target.key().namespace());
        return api.list(call.caller(), target.kind(), options);
    }

    private Written create(Call call, Target target) {
        requireNamespace(target);
        return api.create(call.caller(), target, Bodies.object(call), call.query().writeOptions());
    }

    private Written update(Call call, Target target) {
        return api.replace(call.caller(), target, Bodies.object(call), call.query().writeOptions());
    }

    private Written patch(Call call, Target target) {
        return api.patch(call.caller(), target, Bodies.patch(call), call.query().writeOptions());
    }

    private HttpResponse written(Call call, HttpStatus status, Target target, Written written) {
        return answers.object(call, status, target, written.object(), written.warnings());
    }

    private HttpResponse delete(Call call, Target target) {
        DeletePolicy policy = DeleteBodies.policy(call);
        Removal removal = api.delete(call.caller(), target, policy);
        if (removal.gone()) {
            return answers.deleted(call, target, removal.object());
        }
        return answers.object(call, HttpStatus.OK, target, removal.object(), List.of());
    }

    private HttpResponse deleteCollection(Call call, Target target) {
        requireNamespace(target);
        List<StoredObject> deleted =
                api.deleteCollection(
                        call.caller(),
                        target.kind(),
                        call.query().listOptions(target.key().namespace()),
                        DeleteBodies.policy(call));
        ObjectList list = new ObjectList(deleted, api.revision(), "", 0);
        return answers.list(call, target.kind(), list);
    }

    private static void requireNamespace(Target target) {
        if (target.kind().namespaced() && target.key().namespace().isEmpty()) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED,
                    "the server does not allow this method on the requested resource: "
                            + target.kind().plural()
                            + " live in namespaces, so the path needs /namespaces/NAME");
        }
    }
}
