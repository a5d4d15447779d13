package dev.slipway.proxy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A route ready to be carried out: filters folded into one edit each way, backends looked up, and
/// the series that its traffic is counted in.
final class RoutePlan {
    private final String id;
    private final Forwarding forwarding;
    private final RouteFilter.@Nullable Redirect redirect;
    private final RouteFilter.@Nullable Respond respond;
    private final long requestNanos;
    private final long backendRequestNanos;
    private final BackendShare[] shares;
    private final int weightSum;
    private final @Nullable StickyPlan sticky;
    private final Series series;

    RoutePlan(Route route, Map<String, BackendPlan> backends, SeriesRegistry registry) {
        id = route.id();
        forwarding = Forwarding.of(route.filters());
        redirect = last(route, RouteFilter.Redirect.class);
        respond = last(route, RouteFilter.Respond.class);
        requestNanos = nanos(route.timeouts().request());
        backendRequestNanos = nanos(route.timeouts().backendRequest());
        shares =
                route.backends().stream()
                        .filter(backend -> backend.weight() > 0)
                        .map(b -> BackendShare.of(route, b, forwarding, backends, registry))
                        .toArray(BackendShare[]::new);
        weightSum = Arrays.stream(shares).mapToInt(BackendShare::weight).sum();
        sticky = StickyPlan.of(route.stickiness());
        series = registry.of(new Figures.Key(id, "", ""));
    }

    private static <F extends RouteFilter> @Nullable F last(Route route, Class<F> kind) {
        F found = null;
        for (RouteFilter filter : route.filters()) {
            if (kind.isInstance(filter)) {
                found = kind.cast(filter);
            }
        }
        return found;
    }

    private static long nanos(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toNanos();
    }

    String id() {
        return id;
    }

    /// The edits of the route itself; its backends may have more.
    Forwarding forwarding() {
        return forwarding;
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

    /// How its users are recognised; null where each request is drawn for itself.
    @Nullable StickyPlan sticky() {
        return sticky;
    }

    /// Where requests are counted that do not come to a backend.
    Series series() {
        return series;
    }
}
