package dev.slipway.edge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.proxy.Figures;
import dev.slipway.proxy.LatencyHistogram;
import dev.slipway.proxy.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the edge has carried, by route, service and revision; cumulative since it started. Several
/// questions within a moment are answered from one look, so that their answers fit together.
/// Thread-safe.
public final class EdgeFigures {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
    private static final int SERVER_ERRORS = 5;

    private final Proxy proxy;
    private final Time time;

    @GuardedBy("this")
    private List<RevisionFigures> look = List.of();

    @GuardedBy("this")
    private long lookedAt;

    @GuardedBy("this")
    private boolean looked;

    EdgeFigures(Proxy proxy, Time time) {
        this.proxy = proxy;
        this.time = time;
    }

    /// The traffic that one revision of a service got through one route. `routeKind` is
    /// `HTTPRoute`, `Ingress` or `Service` (its own addresses); `service` is null and `port` 0 for
    /// requests that no backend answered, redirects for instance.
    public record RevisionFigures(
            String routeKind,
            ObjectKey route,
            @Nullable ObjectKey service,
            int port,
            String revision,
            Figures.Traffic traffic) {}

    /// Sums of several: what a judge of revisions looks at.
    public record Totals(
            long requests, long serverErrors, long connectFailures, LatencyHistogram latency) {
        private static final Totals NONE =
                new Totals(0, 0, 0, new LatencyHistogram(new long[LatencyHistogram.BUCKETS], 0));

        private Totals plus(Figures.Traffic traffic) {
            long[] counts = latency.counts();
            long[] more = traffic.latency().counts();
            for (int i = 0; i < counts.length; i++) {
                counts[i] += more[i];
            }
            return new Totals(
                    requests + traffic.requests(),
                    serverErrors + traffic.responses(SERVER_ERRORS),
                    connectFailures + traffic.trouble().connectFailures(),
                    new LatencyHistogram(
                            counts, latency.sumMicros() + traffic.latency().sumMicros()));
        }
    }

    /// All of it.
    public synchronized List<RevisionFigures> all() {
        long now = time.nanos();
        if (!looked || now - lookedAt >= LOOK_NANOS) {
            List<RevisionFigures> fresh = new ArrayList<>();
            for (Figures.Traffic traffic : proxy.figures().traffic()) {
                RevisionFigures figures = read(traffic);
                if (figures != null) {
                    fresh.add(figures);
                }
            }
            look = List.copyOf(fresh);
            lookedAt = now;
            looked = true;
        }
        return look;
    }

    /// Connections of clients and to backends.
    public Figures.Connections connections() {
        return proxy.figures().connections();
    }

    /// What a revision got through an HTTPRoute.
    public Optional<Totals> findOfRoute(ObjectKey route, String revision) {
        return sum(figures ->
                figures.routeKind().equals(RouteIds.HTTP_ROUTE)
                        && figures.route().equals(route)
                        && figures.revision().equals(revision));
    }

    /// What a revision got as an endpoint of a service, by whatever route.
    public Optional<Totals> findOfService(ObjectKey service, String revision) {
        return sum(figures ->
                service.equals(figures.service()) && figures.revision().equals(revision));
    }

    private Optional<Totals> sum(Predicate<RevisionFigures> chosen) {
        Totals totals = null;
        for (RevisionFigures figures : all()) {
            if (chosen.test(figures)) {
                totals = (totals == null ? Totals.NONE : totals).plus(figures.traffic());
            }
        }
        return Optional.ofNullable(totals);
    }

    private static @Nullable RevisionFigures read(Figures.Traffic traffic) {
        RouteIds.Route route = RouteIds.parseRoute(traffic.key().routeId());
        RouteIds.BackendPort backend = RouteIds.parseBackend(traffic.key().backendId());
        if (route == null) {
            return null;
        }
        return new RevisionFigures(
                route.kind(),
                route.key(),
                backend == null ? null : backend.service(),
                backend == null ? 0 : backend.port(),
                traffic.key().revision(),
                traffic);
    }
}
