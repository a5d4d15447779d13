package dev.slipway.proxy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backend's share of a route, with the series its traffic is counted in. `plan` is null where
/// the snapshot does not have the backend; `refused` counts what came to no endpoint.
record BackendShare(
        String routeId,
        String backendId,
        int weight,
        @Nullable BackendPlan plan,
        Series refused,
        Series[] byRevision) {
    static BackendShare of(
            String routeId,
            WeightedBackend backend,
            Map<String, BackendPlan> backends,
            SeriesRegistry registry) {
        String backendId = backend.backendId();
        BackendPlan plan = backends.get(backendId);
        Series refused = registry.of(new Figures.Key(routeId, backendId, ""));
        Series[] byRevision = {};
        if (plan != null) {
            byRevision =
                    plan.revisions().stream()
                            .map(r -> registry.of(new Figures.Key(routeId, backendId, r.name())))
                            .toArray(Series[]::new);
        }
        return new BackendShare(routeId, backendId, backend.weight(), plan, refused, byRevision);
    }
}
