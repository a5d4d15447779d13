package dev.slipway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backend's share of a route, what is changed on the way there, and the series its traffic is
/// counted in. `plan` is null where the snapshot does not have the backend; `refused` counts what
/// came to no endpoint, `salt` tells it from others when users are placed.
record BackendShare(
        String routeId,
        String backendId,
        int weight,
        Forwarding forwarding,
        MirrorPlan[] mirrors,
        @Nullable BackendPlan plan,
        Series refused,
        Series[] byRevision,
        long salt) {

    /// `forwarding` is the route's; a backend without filters of its own shares it.
    static BackendShare of(
            Route route,
            WeightedBackend backend,
            Forwarding forwarding,
            Map<String, BackendPlan> backends,
            SeriesRegistry registry) {
        List<RouteFilter> filters = new ArrayList<>(route.filters());
        filters.addAll(backend.filters());
        Forwarding own = backend.filters().isEmpty() ? forwarding : Forwarding.of(filters);
        return of(
                route.id(),
                backend,
                own,
                MirrorPlan.of(route.id(), filters),
                backends.get(backend.backendId()),
                registry);
    }

    static BackendShare of(
            String routeId,
            WeightedBackend backend,
            Forwarding forwarding,
            MirrorPlan[] mirrors,
            @Nullable BackendPlan plan,
            SeriesRegistry registry) {
        String backendId = backend.backendId();
        Series refused = registry.of(new Figures.Key(routeId, backendId, ""));
        Series[] byRevision = {};
        if (plan != null) {
            byRevision =
                    plan.revisions().stream()
                            .map(r -> registry.of(new Figures.Key(routeId, backendId, r.name())))
                            .toArray(Series[]::new);
        }
        return new BackendShare(
                routeId,
                backendId,
                backend.weight(),
                forwarding,
                mirrors,
                plan,
                refused,
                byRevision,
                Places.salt(backendId));
    }

    /// Where an endpoint's traffic is counted.
    Series series(BackendPlan.Candidate candidate) {
        return byRevision[candidate.revision()];
    }
}
