package dev.slipway.proxy;

import java.util.List;

/// A backend's share of a route's requests: its weight over the sum of weights. 0: none. Requests
/// that fall to a backend that the snapshot does not have answer 500. `filters` change what goes
/// there, after those of the route; none of them may answer in its place.
public record WeightedBackend(String backendId, int weight, List<RouteFilter> filters) {
    public WeightedBackend {
        Checks.notBlank("backendId", backendId);
        Checks.range("weight", weight, 0, 1_000_000);
        filters = List.copyOf(filters);
        for (RouteFilter filter : filters) {
            if (filter instanceof RouteFilter.Redirect || filter instanceof RouteFilter.Respond) {
                throw new IllegalArgumentException(
                        "filter of backend "
                                + backendId
                                + ": answers itself (expected: one that changes)");
            }
        }
    }

    /// Without filters.
    public WeightedBackend(String backendId, int weight) {
        this(backendId, weight, List.of());
    }
}
