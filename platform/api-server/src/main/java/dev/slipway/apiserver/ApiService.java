package dev.slipway.apiserver;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import dev.slipway.api.Access;
import dev.slipway.api.Caller;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.KindRegistry;
import dev.slipway.apiserver.RequestPath.Document;
import dev.slipway.apiserver.RequestPath.Other;
import dev.slipway.apiserver.RequestPath.Resource;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The way of each request: its body is collected on the connection's event loop, everything else
/// happens on a virtual thread of its own, since writes wait for the disk. Thread-safe.
final class ApiService implements HttpService {
    private static final System.Logger LOG = System.getLogger(ApiService.class.getName());
    private static final byte[] NOTHING = {};
    private static final int BODY_BYTES_MAX = 3 * 1024 * 1024;

    private final KindRegistry kinds;
    private final Gate gate;
    private final ObjectCalls objects;
    private final Documents documents;
    private final Replies replies;
    private final WebSocketService sockets;

    /// What is answered besides objects.
    record Documents(
            Discovery discovery, OpenApi openApi, Reviews reviews, Usages usages, Pages pages) {}

    ApiService(
            KindRegistry kinds,
            Gate gate,
            ObjectCalls objects,
            Documents documents,
            Replies replies,
            WebSocketService sockets) {
        this.kinds = kinds;
        this.gate = gate;
        this.objects = objects;
        this.documents = documents;
        this.replies = replies;
        this.sockets = sockets;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        if (!hasBody(request.method())) {
            Thread.startVirtualThread(() -> answer.complete(answer(context, request, NOTHING)));
            return HttpResponse.of(answer);
        }
        var _ =
                request.aggregate()
                        .whenComplete((whole, failure) ->
                                collected(context, request, answer, whole, failure));
        return HttpResponse.of(answer);
    }

    /// Lets connections become WebSockets, which the listener allows by route.
    @Override
    public <T> @Nullable T as(Class<T> type) {
        T own = HttpService.super.as(type);
        return own == null && type.isInstance(sockets) ? type.cast(sockets) : own;
    }

    private void collected(
            ServiceRequestContext context,
            HttpRequest request,
            CompletableFuture<HttpResponse> answer,
            @Nullable AggregatedHttpRequest whole,
            @Nullable Throwable failure) {
        if (whole == null) {
            answer.complete(replies.failure(brokenBody(failure)));
            return;
        }
        if (whole.content().length() > BODY_BYTES_MAX) {
            answer.complete(replies.failure(tooLarge(BODY_BYTES_MAX)));
            return;
        }
        byte[] body = whole.content().array();
        Thread.startVirtualThread(() -> answer.complete(answer(context, request, body)));
    }

    private static boolean hasBody(HttpMethod method) {
        return method != HttpMethod.GET && method != HttpMethod.HEAD;
    }

    private static ApiException brokenBody(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Exceptions.peel(failure);
        return cause instanceof ContentTooLargeException tooLarge
                ? new ApiException(
                        Reason.TOO_LARGE,
                        "the request's body is larger than "
                                + tooLarge.maxContentLength()
                                + " bytes")
                : ApiException.badRequest("the request's body did not arrive whole");
    }

    private static ApiException tooLarge(long bytesMax) {
        return new ApiException(
                Reason.TOO_LARGE, "the request's body is larger than " + bytesMax + " bytes");
    }

    private HttpResponse answer(ServiceRequestContext context, HttpRequest request, byte[] body) {
        try {
            Caller caller = gate.identify(context, request.headers());
            Call call = Call.withoutBody(context, request.headers(), caller).withBody(body);
            return route(call, RequestPath.parse(context.decodedPath()));
        } catch (ApiException e) {
            return replies.failure(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Request failed. path=" + request.path(), e);
            return replies.failure(
                    new ApiException(
                            Reason.INTERNAL, "an internal error occurred; see the server's log"));
        }
    }

    private HttpResponse route(Call call, RequestPath path) {
        return switch (path) {
            case Resource resource -> resource(call, resource);
            case Document document -> {
                gate.requireSignedIn(call.caller());
                requireGet(call);
                yield documents.discovery().answer(call, document);
            }
            case Other(String text) -> other(call, text);
        };
    }

    private HttpResponse resource(Call call, Resource path) {
        KindDefinition kind = kinds.find(path.group(), path.plural());
        if (kind != null && kind.type().version().equals(path.version())) {
            return objects.answer(call, kind, path);
        }
        ServedKind review = Reviews.find(path);
        if (review != null) {
            return documents.reviews().answer(call, path, review);
        }
        ServedKind usage = Usages.find(path);
        if (usage != null) {
            return documents.usages().answer(call, path, usage);
        }
        gate.requireSignedIn(call.caller());
        throw unknown(path);
    }

    private HttpResponse other(Call call, String path) {
        HttpResponse page = documents.pages().find(call, path);
        if (page != null) {
            return page;
        }
        gate.requireSignedIn(call.caller());
        if (path.equals(OpenApi.ROOT) || path.startsWith(OpenApi.ROOT + "/")) {
            requireGet(call);
            return documents.openApi().answer(call, path);
        }
        if (path.equals(OpenApi.OLD_ROOT)) {
            requireGet(call);
            return OpenApi.answerOld(call);
        }
        String verb = call.method().name().toLowerCase(Locale.ROOT);
        gate.check(call.caller(), Access.toPath(verb, path), null);
        throw new ApiException(
                Reason.NOT_FOUND, "the server could not find the requested resource");
    }

    private static void requireGet(Call call) {
        if (call.method() != HttpMethod.GET && call.method() != HttpMethod.HEAD) {
            throw call.methodNotAllowed();
        }
    }

    /// What clients expect to read, and a hint for people.
    private ApiException unknown(Resource path) {
        KindDefinition elsewhere = kinds.findByName(path.plural());
        String hint = "";
        if (elsewhere != null) {
            hint =
                    " ("
                            + path.plural()
                            + " are served as "
                            + elsewhere.plural()
                            + " of "
                            + elsewhere.type().apiVersion()
                            + ")";
        } else {
            List<String> names = kinds.all().stream().map(KindDefinition::plural).toList();
            hint =
                    Suggestion.closest(path.plural(), names)
                            .map(name -> " (did you mean " + name + "?)")
                            .orElse("");
        }
        return new ApiException(
                Reason.NOT_FOUND, "the server could not find the requested resource" + hint);
    }
}
