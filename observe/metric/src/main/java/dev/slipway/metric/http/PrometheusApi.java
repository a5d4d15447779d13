package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.encoding.EncodingService;
import dev.slipway.metric.http.Routes.Route;
import dev.slipway.promql.QueryException;
import dev.slipway.series.SeriesException;
import dev.slipway.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// The API of Prometheus: `/api/v1`, `/federate` and `/-/…`, below wherever it is mounted. Bodies
/// are collected on the connection's event loop; the rest of a call happens on a virtual thread of
/// its own, which is interrupted when the client goes. Answers are compressed for whoever takes it.
/// Who may call is for the door to decide. Thread-safe.
public final class PrometheusApi implements HttpService {
    private static final System.Logger LOG = System.getLogger(PrometheusApi.class.getName());
    private static final int PARAMETERS_MAX = 20_000;
    private static final Body NO_BODY = new Body(new byte[0], 0);

    private final Routes routes;
    private final ServerStatus status;
    private final Cors cors;
    private final HttpService compressing;
    private final BodyBudget bodies = new BodyBudget();

    PrometheusApi(Routes routes, ServerStatus status, ApiOptions options) {
        this.routes = requireNonNull(routes, "routes");
        this.status = requireNonNull(status, "status");
        this.cors = new Cors(options.corsOrigins());
        this.compressing =
                EncodingService.builder()
                        .encodableContentTypes(PrometheusApi::isText)
                        .build(this::plain);
    }

    private static boolean isText(MediaType type) {
        return type.is(MediaType.ANY_TEXT_TYPE)
                || type.is(MediaType.JSON)
                || type.subtype().equals("openmetrics-text");
    }

    /// Begins an API; see there what it needs and what it can do without.
    public static PrometheusApiBuilder builder() {
        return new PrometheusApiBuilder();
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        return compressing.serve(context, request);
    }

    private HttpResponse plain(ServiceRequestContext context, HttpRequest request) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        HttpResponse response = HttpResponse.of(answer);
        String path = context.decodedMappedPath();
        Route route = routes.find(request.method(), path);
        Exchange exchange = new Exchange(context, request, answer, response);
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            begin(exchange, route, NO_BODY);
        } else {
            collect(exchange, route);
        }
        return response;
    }

    /// One request on its way.
    private record Exchange(
            ServiceRequestContext context,
            HttpRequest request,
            CompletableFuture<HttpResponse> answer,
            HttpResponse response) {}

    private void collect(Exchange exchange, Route route) {
        HttpRequest request = exchange.request();
        long declared = request.headers().contentLength();
        int weight = BodyBudget.weight(declared, route.bodyBytesMax());
        if (declared > route.bodyBytesMax() || !bodies.take(weight)) {
            boolean tooLarge = declared > route.bodyBytesMax();
            sender(exchange)
                    .send(
                            tooLarge
                                    ? tooLarge(route)
                                    : Reply.text(503, "too many requests at the same time\n"));
            return;
        }
        exchange.context().setMaxRequestLength(route.bodyBytesMax());
        var _ =
                request.aggregate()
                        .whenComplete((whole, _) -> {
                            if (whole == null) {
                                bodies.giveBack(weight);
                                sender(exchange).send(tooLarge(route));
                                return;
                            }
                            begin(exchange, route, new Body(whole.content().array(), weight));
                        });
    }

    private static Reply tooLarge(Route route) {
        return Reply.text(
                413,
                "The request's body did not arrive whole or has more than "
                        + route.bodyBytesMax()
                        + " bytes.\n");
    }

    /// What came with a request, and what it takes of the budget until the request is answered.
    private record Body(byte[] bytes, int weight) {}

    private void begin(Exchange exchange, Route route, Body body) {
        // From here on the engine's own timeout holds, and an answer may take its time to be read.
        exchange.context().clearRequestTimeout();
        Thread thread =
                Thread.ofVirtual()
                        .name("prometheus-api")
                        .unstarted(() -> {
                            try {
                                answer(exchange, route, body.bytes());
                            } finally {
                                bodies.giveBack(body.weight());
                            }
                        });
        var _ =
                exchange.response()
                        .whenComplete()
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                thread.interrupt();
                            }
                        });
        thread.start();
    }

    private void answer(Exchange exchange, Route route, byte[] body) {
        ReplySender sender = sender(exchange);
        String path = exchange.context().decodedMappedPath();
        try {
            if (!status.isReady() && !path.startsWith("/-/")) {
                sender.send(Reply.text(503, "Service Unavailable"));
                return;
            }
            sender.send(route.endpoint().answer(call(exchange, body)));
        } catch (ClientGoneException e) {
            sender.abandon(e);
        } catch (CallException e) {
            sender.fail(e);
        } catch (QueryException e) {
            sender.fail(CallException.of(e));
        } catch (WireException e) {
            sender.send(Reply.text(e.reason().httpStatus(), e.getMessage() + "\n"));
        } catch (SeriesException e) {
            LOG.log(System.Logger.Level.WARNING, "Storage did not answer. path=" + path, e);
            sender.fail(new CallException(ErrorType.INTERNAL, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Call failed. path=" + path, e);
            sender.fail(
                    new CallException(
                            ErrorType.INTERNAL, "an internal error; see the server's log"));
        }
    }

    private static Call call(Exchange exchange, byte[] body) {
        HttpRequest request = exchange.request();
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        boolean form = type.startsWith("application/x-www-form-urlencoded");
        String address = exchange.context().query();
        return new Call(
                request.method(),
                exchange.context().decodedMappedPath(),
                request.headers(),
                new Params(
                        form
                                ? parameters(new String(body, StandardCharsets.UTF_8))
                                : QueryParams.of(),
                        address == null ? QueryParams.of() : parameters(address)),
                body);
    }

    private static QueryParams parameters(String text) {
        return QueryParams.fromQueryString(text, PARAMETERS_MAX, false);
    }

    private ReplySender sender(Exchange exchange) {
        String origin = exchange.request().headers().get(HttpHeaderNames.ORIGIN);
        return new ReplySender(exchange.answer(), headers -> cors.decorate(origin, headers));
    }
}
