package dev.slipway.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A route ready to be carried out: filters folded into one edit each way, backends looked up, and
/// the series that its traffic is counted in.
final class RoutePlan {
    private final String id;
    private final HeaderEditPlan requestEdit;
    private final HeaderEditPlan responseEdit;
    private final byte @Nullable [] rewrittenHost;
    private final @Nullable PathRewritePlan pathRewrite;
    private final RouteFilter.@Nullable Redirect redirect;
    private final RouteFilter.@Nullable Respond respond;
    private final long requestNanos;
    private final long backendRequestNanos;
    private final BackendShare[] shares;
    private final int weightSum;
    private final Series series;

    RoutePlan(Route route, Map<String, BackendPlan> backends, SeriesRegistry registry) {
        id = route.id();
        List<RouteFilter.HeaderEdit> requestEdits = new ArrayList<>();
        List<RouteFilter.HeaderEdit> responseEdits = new ArrayList<>();
        RouteFilter.UrlRewrite rewrite = null;
        RouteFilter.Redirect redirectFound = null;
        RouteFilter.Respond respondFound = null;
        for (RouteFilter filter : route.filters()) {
            switch (filter) {
                case RouteFilter.RequestHeaders f -> requestEdits.add(f.edit());
                case RouteFilter.ResponseHeaders f -> responseEdits.add(f.edit());
                case RouteFilter.UrlRewrite f -> rewrite = f;
                case RouteFilter.Redirect f -> redirectFound = f;
                case RouteFilter.Respond f -> respondFound = f;
            }
        }
        requestEdit = editPlan(requestEdits);
        responseEdit = editPlan(responseEdits);
        rewrittenHost =
                rewrite == null || rewrite.hostname() == null
                        ? null
                        : Ascii.bytes(rewrite.hostname());
        pathRewrite = rewrite == null ? null : PathRewritePlan.of(rewrite.path());
        redirect = redirectFound;
        respond = respondFound;
        requestNanos = nanos(route.timeouts().request());
        backendRequestNanos = nanos(route.timeouts().backendRequest());
        shares = shares(route, backends, registry);
        weightSum = route.backends().stream().mapToInt(WeightedBackend::weight).sum();
        series = registry.of(new Figures.Key(id, "", ""));
    }

    private static HeaderEditPlan editPlan(List<RouteFilter.HeaderEdit> edits) {
        return edits.isEmpty() ? HeaderEditPlan.NONE : new HeaderEditPlan(edits);
    }

    private static long nanos(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toNanos();
    }

    private static BackendShare[] shares(
            Route route, Map<String, BackendPlan> backends, SeriesRegistry registry) {
        return route.backends().stream()
                .filter(backend -> backend.weight() > 0)
                .map(backend -> BackendShare.of(route.id(), backend, backends, registry))
                .toArray(BackendShare[]::new);
    }

    String id() {
        return id;
    }

    HeaderEditPlan requestEdit() {
        return requestEdit;
    }

    HeaderEditPlan responseEdit() {
        return responseEdit;
    }

    byte @Nullable [] rewrittenHost() {
        return rewrittenHost;
    }

    @Nullable PathRewritePlan pathRewrite() {
        return pathRewrite;
    }

    RouteFilter.@Nullable Redirect redirect() {
        return redirect;
    }

    RouteFilter.@Nullable Respond respond() {
        return respond;
    }

    /// The limit of the whole request; 0: none.
    long requestNanos() {
        return requestNanos;
    }

    /// The limit of each attempt; 0: none.
    long backendRequestNanos() {
        return backendRequestNanos;
    }

    /// The backends with a weight.
    BackendShare[] shares() {
        return shares;
    }

    int weightSum() {
        return weightSum;
    }

    /// Where requests are counted that do not come to a backend.
    Series series() {
        return series;
    }
}
