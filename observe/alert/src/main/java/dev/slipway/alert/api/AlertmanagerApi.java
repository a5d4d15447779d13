package dev.slipway.alert.api;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.alert.config.AlertConfigException;
import dev.slipway.alert.dispatch.AlertDispatcher;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Everything below `/api/v2`, `/-/healthy`, `/-/ready`, `/-/reload`, and a page to look at. Bodies
/// are collected on the connection's event loop; the rest happens on a virtual thread of its own,
/// since writes wait for the disk. Who may call is for the door to decide. Thread-safe.
public final class AlertmanagerApi implements HttpService {
    private static final System.Logger LOG = System.getLogger(AlertmanagerApi.class.getName());
    private static final String ROOT = "/api/v2";
    private static final String SILENCE = ROOT + "/silence/";
    private static final int BODY_BYTES_MAX = 16 << 20;
    private static final byte[] NOTHING = {};

    private final AlertCalls alerts;
    private final SilenceCalls silences;
    private final StatusCall status;
    private final AlertPage page;
    private final Runnable reload;

    /// `reload` reads the configuration anew and throws [AlertConfigException] if it cannot be
    /// used.
    public AlertmanagerApi(AlertDispatcher dispatcher, InstantSource clock, Runnable reload) {
        requireNonNull(dispatcher, "dispatcher");
        this.alerts = new AlertCalls(dispatcher);
        this.silences = new SilenceCalls(dispatcher.silences(), clock);
        this.status = new StatusCall(dispatcher, clock.instant());
        this.page = new AlertPage(dispatcher, clock);
        this.reload = requireNonNull(reload, "reload");
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            Thread.startVirtualThread(() -> answer.complete(answer(context, request, NOTHING)));
            return HttpResponse.of(answer);
        }
        context.setMaxRequestLength(BODY_BYTES_MAX);
        var _ =
                request.aggregate()
                        .whenComplete(
                                (whole, failure) -> collected(context, request, answer, whole));
        return HttpResponse.of(answer);
    }

    private void collected(
            ServiceRequestContext context,
            HttpRequest request,
            CompletableFuture<HttpResponse> answer,
            @Nullable AggregatedHttpRequest whole) {
        if (whole == null) {
            answer.complete(
                    text(
                            HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                            "The request's body did not arrive whole or has more than "
                                    + BODY_BYTES_MAX
                                    + " bytes."));
            return;
        }
        byte[] body = whole.content().array();
        Thread.startVirtualThread(() -> answer.complete(answer(context, request, body)));
    }

    private HttpResponse answer(ServiceRequestContext context, HttpRequest request, byte[] body) {
        try {
            return route(
                    request.method(), context.decodedMappedPath(), context.queryParams(), body);
        } catch (ApiException e) {
            return json(HttpStatus.valueOf(e.reason().code()), String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            LOG.log(System.Logger.Level.ERROR, "State of alerts not written.", e);
            return json(HttpStatus.SERVICE_UNAVAILABLE, "the change could not be written to disk");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Request failed. path=" + request.path(), e);
            return json(
                    HttpStatus.INTERNAL_SERVER_ERROR, "an internal error; see the server's log");
        }
    }

    private HttpResponse route(HttpMethod method, String path, QueryParams query, byte[] body) {
        if (path.startsWith(SILENCE)) {
            return silence(method, path.substring(SILENCE.length()));
        }
        return switch (method.name() + " " + path) {
            case "GET /api/v2/status" -> json(HttpStatus.OK, status.answer());
            case "GET /api/v2/receivers" -> json(HttpStatus.OK, status.receivers());
            case "GET /api/v2/alerts" -> json(HttpStatus.OK, alerts.list(AlertFilter.of(query)));
            case "POST /api/v2/alerts" -> {
                alerts.post(Json.parse(body));
                yield HttpResponse.of(HttpStatus.OK, MediaType.JSON, "");
            }
            case "GET /api/v2/alerts/groups" ->
                    json(HttpStatus.OK, alerts.groups(AlertFilter.of(query)));
            case "GET /api/v2/silences" -> json(HttpStatus.OK, silences.list(query));
            case "POST /api/v2/silences" -> json(HttpStatus.OK, silences.post(Json.parse(body)));
            case "GET /" -> HttpResponse.of(HttpStatus.OK, MediaType.HTML_UTF_8, page.html());
            case "GET /-/healthy", "HEAD /-/healthy", "GET /-/ready", "HEAD /-/ready" ->
                    text(HttpStatus.OK, "OK");
            case "POST /-/reload", "PUT /-/reload" -> reload();
            default -> unknown(path);
        };
    }

    private HttpResponse silence(HttpMethod method, String id) {
        return switch (method) {
            case GET -> json(HttpStatus.OK, silences.one(id));
            case DELETE -> {
                silences.delete(id);
                yield HttpResponse.of(HttpStatus.OK, MediaType.JSON, "");
            }
            default -> throw new ApiException(Reason.METHOD_NOT_ALLOWED, "expected GET or DELETE");
        };
    }

    private HttpResponse reload() {
        try {
            reload.run();
            return text(HttpStatus.OK, "");
        } catch (AlertConfigException e) {
            return text(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "The configuration was not changed:\n" + e.getMessage() + "\n");
        }
    }

    private static HttpResponse unknown(String path) {
        boolean known =
                switch (path) {
                    case "/",
                            "/api/v2/status",
                            "/api/v2/receivers",
                            "/api/v2/alerts",
                            "/api/v2/alerts/groups",
                            "/api/v2/silences",
                            "/-/healthy",
                            "/-/ready",
                            "/-/reload" ->
                            true;
                    default -> false;
                };
        if (known) {
            throw new ApiException(Reason.METHOD_NOT_ALLOWED, "this path takes another method");
        }
        boolean old = path.startsWith("/api/v1/");
        throw new ApiException(
                Reason.NOT_FOUND,
                old ? "version 1 of the API is gone, use /api/v2" : "there is nothing at " + path);
    }

    private static HttpResponse json(HttpStatus status, Object body) {
        return HttpResponse.of(status, MediaType.JSON, HttpData.wrap(Json.bytes(body)));
    }

    private static HttpResponse text(HttpStatus status, String text) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
    }
}
