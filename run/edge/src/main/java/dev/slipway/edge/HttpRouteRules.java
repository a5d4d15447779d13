package dev.slipway.edge;

import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.proxy.Route;
import dev.slipway.proxy.RouteMatch;
import dev.slipway.proxy.RouteTimeouts;
import dev.slipway.proxy.Stickiness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translates the rules of an HTTPRoute. A rule that asks for something unsupported is dropped and
/// reported; the others serve.
final class HttpRouteRules {
    private final BackendRefs backends;
    private final RouteFilters filters;

    HttpRouteRules(BackendRefs backends, RouteFilters filters) {
        this.backends = backends;
        this.filters = filters;
    }

    /// What became of a route's rules: `valid` says whether all, some or none are served.
    record Translated(List<Route> routes, Finding valid, Finding resolved) {}

    Translated translate(HttpRoute route) {
        List<Route> routes = new ArrayList<>();
        List<Finding> unresolved = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        List<HttpRoute.Rule> rules = route.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            try {
                routes.add(rule(route, rules.get(i), unresolved));
            } catch (IllegalArgumentException e) {
                dropped.add("Dropped Rule " + i + ": " + e.getMessage());
            }
        }
        return new Translated(
                routes,
                validity(routes, dropped),
                unresolved.isEmpty() ? BackendRefs.RESOLVED : joined(unresolved));
    }

    private static Finding validity(List<Route> routes, List<String> dropped) {
        if (dropped.isEmpty()) {
            return Finding.holds("Accepted");
        }
        String message = String.join("; ", dropped);
        return routes.isEmpty()
                ? Finding.fails("UnsupportedValue", message)
                : Finding.fails("PartiallyInvalid", message);
    }

    private static Finding joined(List<Finding> findings) {
        return Finding.fails(
                findings.getFirst().reason(),
                String.join("; ", findings.stream().map(Finding::message).distinct().toList()));
    }

    private Route rule(HttpRoute route, HttpRoute.Rule rule, List<Finding> unresolved) {
        Stickiness asked = StickyUsers.of(rule.sessionPersistence());
        String namespace = route.key().namespace();
        return new Route(
                RouteIds.route(RouteIds.HTTP_ROUTE, route.key()),
                rule.matches().stream().map(HttpRouteRules::match).toList(),
                filters.translate(
                        rule.filters(),
                        reference -> backends.find(namespace, reference, unresolved)),
                timeouts(rule.timeouts()),
                backends.resolve(namespace, rule.backendRefs(), filters, unresolved),
                asked == null ? backends.stickiness(namespace, rule.backendRefs()) : asked);
    }

    private static RouteTimeouts timeouts(HttpRoute.@Nullable Timeouts timeouts) {
        return timeouts == null
                ? RouteTimeouts.NONE
                : new RouteTimeouts(
                        GatewayDuration.parse(timeouts.request()),
                        GatewayDuration.parse(timeouts.backendRequest()));
    }

    private static RouteMatch match(HttpRoute.Match match) {
        HttpRoute.PathMatch path = match.path();
        String value = path == null || path.value() == null ? "/" : path.value();
        String type = path == null || path.type() == null ? "PathPrefix" : path.type();
        RouteMatch.PathKind kind =
                switch (type) {
                    case "Exact" -> RouteMatch.PathKind.EXACT;
                    case "PathPrefix" -> RouteMatch.PathKind.PREFIX;
                    case "RegularExpression" -> RouteMatch.PathKind.REGEX;
                    default ->
                            throw new IllegalArgumentException(
                                    "path type: "
                                            + type
                                            + " (expected: Exact, PathPrefix or"
                                            + " RegularExpression)");
                };
        return new RouteMatch(
                new RouteMatch.Path(kind, value),
                match.method(),
                match.headers().stream().map(HttpRouteRules::value).toList(),
                match.queryParams().stream().map(HttpRouteRules::value).toList());
    }

    private static RouteMatch.Value value(HttpRoute.ValueMatch match) {
        String type = match.type() == null ? "Exact" : match.type();
        return switch (type) {
            case "Exact" ->
                    new RouteMatch.Value(match.name(), RouteMatch.ValueKind.EXACT, match.value());
            case "RegularExpression" ->
                    new RouteMatch.Value(match.name(), RouteMatch.ValueKind.REGEX, match.value());
            default ->
                    throw new IllegalArgumentException(
                            "match type: " + type + " (expected: Exact or RegularExpression)");
        };
    }
}
