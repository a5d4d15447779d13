package dev.slipway.console;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informers;
import dev.slipway.http.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The web console, read-only: an overview, drawn by the server and kept live by server-sent
/// events, and a page of metrics, which asks the Prometheus API on the same door. Thread-safe.
public final class Console implements Component {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final MediaType JAVASCRIPT = MediaType.parse("text/javascript; charset=utf-8");

    private final Pages pages;
    private final LiveStreams streams;

    /// The informers must be started by their owner.
    public Console(Informers informers, ReleaseHistory history, Addresses addresses) {
        this(informers, history, addresses, LiveStreams.Config.defaults());
    }

    Console(
            Informers informers,
            ReleaseHistory history,
            Addresses addresses,
            LiveStreams.Config config) {
        requireNonNull(informers, "informers");
        requireNonNull(history, "history");
        requireNonNull(addresses, "addresses");
        this.pages =
                new Pages(
                        new OverviewBuilder(
                                ConsoleObjects.of(informers),
                                history,
                                addresses,
                                ZoneId.systemDefault()));
        this.streams = new LiveStreams(pages, config);
    }

    /// Where the console is mounted.
    public Mount mount() {
        HttpService service = this::serve;
        return new Mount("/", service);
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public void close() {
        streams.close();
    }

    private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            return HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
        }
        return switch (context.mappedPath()) {
            case "/" -> answer(MediaType.HTML_UTF_8, pages.overview());
            case "/live" -> streams.open(context);
            case "/console.css" -> asset(MediaType.CSS_UTF_8, "console.css");
            case "/console.js" -> asset(JAVASCRIPT, "console.js");
            case "/graph" -> asset(MediaType.HTML_UTF_8, "metrics.html");
            case "/metrics.js" -> asset(JAVASCRIPT, "metrics.js");
            default ->
                    HttpResponse.of(
                            HttpStatus.NOT_FOUND,
                            MediaType.PLAIN_TEXT_UTF_8,
                            "There is no page " + context.path() + ".\n");
        };
    }

    private static HttpResponse asset(MediaType type, String name) {
        try (@Nullable InputStream in = Console.class.getResourceAsStream(name)) {
            return in == null
                    ? HttpResponse.of(HttpStatus.NOT_FOUND)
                    : answer(type, HttpData.wrap(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse answer(MediaType type, String text) {
        return answer(type, HttpData.ofUtf8(text));
    }

    private static HttpResponse answer(MediaType type, HttpData body) {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(type)
                        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                        .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                        .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                        .build(),
                body);
    }
}
