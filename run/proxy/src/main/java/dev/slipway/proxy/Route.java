package dev.slipway.proxy;

import java.util.List;

/// What happens to requests that fit one of the matches (an empty list fits all). The id names the
/// route in figures and messages; several routes (rules of one HTTPRoute) may share it.
public record Route(
        String id,
        List<RouteMatch> matches,
        List<RouteFilter> filters,
        RouteTimeouts timeouts,
        List<WeightedBackend> backends) {
    public Route {
        Checks.notBlank("route id", id);
        matches = List.copyOf(matches);
        filters = List.copyOf(filters);
        backends = List.copyOf(backends);
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
