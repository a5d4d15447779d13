package dev.slipway.edge;

import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.HttpRouteFilter;
import dev.slipway.proxy.RouteFilter;
import dev.slipway.proxy.RouteFilter.HeaderEdit;
import dev.slipway.proxy.RouteFilter.PathRewrite;
import dev.slipway.proxy.RouteFilter.PathRewriteKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translates filters of routes. Throws `IllegalArgumentException` for those that are not supported
/// or make no sense.
final class RouteFilters {
    private static final int FOUND = 302;
    private static final int PERCENT = 100;
    private static final String MIRROR = "RequestMirror";

    /// How long a mirror may take; nobody waits for it, but it takes a place.
    private static final Duration MIRROR_TIMEOUT = Duration.ofSeconds(10);

    private final EdgeConfig ports;

    /// `ports` has the edge's ports as they are bound: redirects name them.
    RouteFilters(EdgeConfig ports) {
        this.ports = ports;
    }

    /// Finds the service behind a reference.
    interface Backends {
        /// The id of its backend; null, after noting why, where there is none.
        @Nullable String find(HttpRoute.BackendReference reference);
    }

    /// A mirror whose service cannot be found is left out; the rule serves without it.
    List<RouteFilter> translate(List<HttpRouteFilter> filters, Backends backends) {
        List<RouteFilter> translated = new ArrayList<>();
        for (HttpRouteFilter filter : filters) {
            RouteFilter one =
                    filter.type().equals(MIRROR)
                            ? mirror(present(filter.requestMirror(), MIRROR), backends)
                            : translate(filter);
            if (one != null) {
                translated.add(one);
            }
        }
        return translated;
    }

    private static @Nullable RouteFilter mirror(HttpRouteFilter.Mirror mirror, Backends backends) {
        HttpRouteFilter.Fraction fraction = mirror.fraction();
        if (mirror.percent() != null && fraction != null) {
            throw new IllegalArgumentException(
                    "filter " + MIRROR + ": percent and fraction (expected: one of them)");
        }
        int numerator = mirror.percent() == null ? PERCENT : mirror.percent();
        int denominator = PERCENT;
        if (fraction != null) {
            numerator = fraction.numerator();
            denominator = fraction.denominator() == null ? PERCENT : fraction.denominator();
        }
        String id = backends.find(mirror.backendRef());
        return id == null
                ? null
                : new RouteFilter.Mirror(id, numerator, denominator, MIRROR_TIMEOUT);
    }

    private RouteFilter translate(HttpRouteFilter filter) {
        return switch (filter.type()) {
            case "RequestHeaderModifier" ->
                    new RouteFilter.RequestHeaders(
                            edit(present(filter.requestHeaderModifier(), filter.type())));
            case "ResponseHeaderModifier" ->
                    new RouteFilter.ResponseHeaders(
                            edit(present(filter.responseHeaderModifier(), filter.type())));
            case "RequestRedirect" -> redirect(present(filter.requestRedirect(), filter.type()));
            case "URLRewrite" -> rewrite(present(filter.urlRewrite(), filter.type()));
            default ->
                    throw new IllegalArgumentException(
                            "filter "
                                    + filter.type()
                                    + " is not supported (expected: RequestHeaderModifier,"
                                    + " ResponseHeaderModifier, RequestRedirect, URLRewrite or"
                                    + " RequestMirror)");
        };
    }

    private static <T> T present(@Nullable T part, String type) {
        if (part == null) {
            throw new IllegalArgumentException(
                    "filter " + type + " has no settings (expected: the field of its name)");
        }
        return part;
    }

    private static HeaderEdit edit(HttpRouteFilter.HeaderModifier modifier) {
        return new HeaderEdit(headers(modifier.set()), headers(modifier.add()), modifier.remove());
    }

    private static List<RouteFilter.Header> headers(List<HttpRouteFilter.Header> headers) {
        return headers.stream().map(h -> new RouteFilter.Header(h.name(), h.value())).toList();
    }

    private RouteFilter redirect(HttpRouteFilter.Redirect redirect) {
        int status = redirect.statusCode() == null ? FOUND : redirect.statusCode();
        return new RouteFilter.Redirect(
                redirect.scheme(),
                redirect.hostname(),
                redirectPort(redirect),
                redirect.path() == null ? null : path(redirect.path()),
                status);
    }

    /// Ports 80 and 443 mean where the edge really listens for them.
    private @Nullable Integer redirectPort(HttpRouteFilter.Redirect redirect) {
        Integer port = redirect.port();
        if (port == null && redirect.scheme() != null) {
            port = redirect.scheme().equals("https") ? Sockets.HTTPS : Sockets.HTTP;
        }
        if (port == null) {
            return null;
        }
        int bound =
                switch (port) {
                    case Sockets.HTTP -> ports.httpPort();
                    case Sockets.HTTPS -> ports.tlsPort();
                    default -> port;
                };
        int customary = "https".equals(redirect.scheme()) ? Sockets.HTTPS : Sockets.HTTP;
        return redirect.scheme() != null && bound == customary ? null : Integer.valueOf(bound);
    }

    private static RouteFilter rewrite(HttpRouteFilter.Rewrite rewrite) {
        return new RouteFilter.UrlRewrite(
                rewrite.hostname(), rewrite.path() == null ? null : path(rewrite.path()));
    }

    private static PathRewrite path(HttpRouteFilter.PathModifier path) {
        return switch (path.type()) {
            case "ReplaceFullPath" ->
                    new PathRewrite(
                            PathRewriteKind.FULL, present(path.replaceFullPath(), path.type()));
            case "ReplacePrefixMatch" ->
                    new PathRewrite(
                            PathRewriteKind.PREFIX,
                            present(path.replacePrefixMatch(), path.type()));
            default ->
                    throw new IllegalArgumentException(
                            "path type: "
                                    + path.type()
                                    + " (expected: ReplaceFullPath or ReplacePrefixMatch)");
        };
    }
}
