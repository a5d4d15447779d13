package dev.slipway.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to requests that fit one of the matches (an empty list fits all). The id names the
/// route in figures and messages; several routes (rules of one HTTPRoute) may share it. Without
/// `stickiness` each request is drawn for itself.
public record Route(
        String id,
        List<RouteMatch> matches,
        List<RouteFilter> filters,
        RouteTimeouts timeouts,
        List<WeightedBackend> backends,
        @Nullable Stickiness stickiness) {
    public Route {
        Checks.notBlank("route id", id);
        matches = List.copyOf(matches);
        filters = List.copyOf(filters);
        backends = List.copyOf(backends);
    }

    /// Without stickiness.
    public Route(
            String id,
            List<RouteMatch> matches,
            List<RouteFilter> filters,
            RouteTimeouts timeouts,
            List<WeightedBackend> backends) {
        this(id, matches, filters, timeouts, backends, null);
    }

    /// The same route, sticky or not.
    public Route with(@Nullable Stickiness other) {
        return new Route(id, matches, filters, timeouts, backends, other);
    }

    /// A route without filters and timeouts to one backend.
    public static Route to(String id, RouteMatch match, String backendId) {
        return new Route(
                id,
                List.of(match),
                List.of(),
                RouteTimeouts.NONE,
                List.of(new WeightedBackend(backendId, 1)));
    }
}
