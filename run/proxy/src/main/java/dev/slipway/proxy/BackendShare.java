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
        Forwarding own = forwarding;
        if (!backend.filters().isEmpty()) {
            List<RouteFilter> all = new ArrayList<>(route.filters());
            all.addAll(backend.filters());
            own = Forwarding.of(all);
        }
        BackendPlan plan = backends.get(backend.backendId());
        return of(route.id(), backend, own, plan, registry);
    }

    static BackendShare of(
            String routeId,
            WeightedBackend backend,
            Forwarding forwarding,
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
