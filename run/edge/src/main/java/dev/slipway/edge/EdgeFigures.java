package dev.slipway.edge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.proxy.Figures;
import dev.slipway.proxy.LatencyHistogram;
import dev.slipway.proxy.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the edge has carried, by route, service and revision; cumulative since it started. Several
/// questions within a moment are answered from one look, so that their answers fit together.
/// Thread-safe.
public final class EdgeFigures {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
    private static final int SERVER_ERRORS = 5;
    private static final Figures.Connections NO_CONNECTIONS =
            new Figures.Connections(0, 0, 0, 0, 0, 0);

    private record Look(
            List<RevisionFigures> traffic,
            List<MirrorFigures> mirrored,
            Figures.Connections connections) {}

    private final Proxy proxy;
    private final Time time;

    @GuardedBy("this")
    private Look look = new Look(List.of(), List.of(), NO_CONNECTIONS);

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

    /// Sums of several: what a judge of revisions looks at. `connectFailures` and `lostAttempts`
    /// are attempts of which clients may have seen nothing; `cutShort` are answers, of another
    /// class than 5xx, that the backend did not end. `signatures` counts failures by name, such as
    /// `GET /items 503`; there are at most [#SIGNATURES_MAX].
    public record Totals(
            long requests,
            long serverErrors,
            long connectFailures,
            long lostAttempts,
            long cutShort,
            Map<Integer, Long> responses,
            Map<String, Long> signatures,
            LatencyHistogram latency) {
        /// The most names of failures; those that happen least are left out.
        public static final int SIGNATURES_MAX = 64;

        public Totals {
            responses = Map.copyOf(responses);
            signatures = Map.copyOf(signatures);
        }

        /// What was asked of the revision, whatever the client saw in the end.
        public long attempts() {
            return requests + connectFailures + lostAttempts;
        }

        /// Those of the attempts that failed.
        public long failures() {
            return serverErrors + connectFailures + lostAttempts + cutShort;
        }

        private static Totals of(List<Figures.Traffic> parts) {
            Map<Integer, Long> responses = new TreeMap<>();
            Map<String, Long> signatures = new TreeMap<>();
            for (Figures.Traffic part : parts) {
                part.responses().forEach((code, n) -> responses.merge(code, n, Long::sum));
                part.failures().forEach((name, n) -> signatures.merge(name, n, Long::sum));
            }
            return new Totals(
                    sum(parts, Figures.Traffic::requests),
                    sum(parts, traffic -> traffic.responses(SERVER_ERRORS)),
                    sum(parts, traffic -> traffic.trouble().connectFailures()),
                    sum(parts, traffic -> traffic.trouble().lostAttempts()),
                    sum(parts, traffic -> traffic.trouble().cutShort()),
                    responses,
                    mostFrequent(signatures),
                    LatencyHistogram.sum(parts.stream().map(Figures.Traffic::latency).toList()));
        }

        private static long sum(
                List<Figures.Traffic> parts, ToLongFunction<Figures.Traffic> figure) {
            return parts.stream().mapToLong(figure).sum();
        }

        private static Map<String, Long> mostFrequent(Map<String, Long> signatures) {
            return signatures.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(SIGNATURES_MAX)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    /// What a revision of a service was sent as a mirror of a route, and how its answers, which
    /// nobody saw, compare with the real ones. `revision` is empty for copies that came to nobody.
    public record MirrorFigures(
            String routeKind,
            ObjectKey route,
            ObjectKey service,
            int port,
            String revision,
            Figures.Mirrored mirrored) {}

    /// All of it.
    public List<RevisionFigures> all() {
        return look().traffic();
    }

    /// All that was copied to mirrors.
    public List<MirrorFigures> mirrored() {
        return look().mirrored();
    }

    /// Connections of clients and to backends.
    public Figures.Connections connections() {
        return look().connections();
    }

    private synchronized Look look() {
        long now = time.nanos();
        if (!looked || now - lookedAt >= LOOK_NANOS) {
            Figures figures = proxy.figures();
            look =
                    new Look(
                            figures.traffic().stream()
                                    .map(EdgeFigures::read)
                                    .filter(Objects::nonNull)
                                    .toList(),
                            figures.mirrored().stream()
                                    .map(EdgeFigures::read)
                                    .filter(Objects::nonNull)
                                    .toList(),
                            figures.connections());
            lookedAt = now;
            looked = true;
        }
        return look;
    }

    /// What a revision answered to copies of the requests of an HTTPRoute.
    public List<MirrorFigures> mirroredOf(ObjectKey route, String revision) {
        return mirrored().stream()
                .filter(figures ->
                        figures.routeKind().equals(RouteIds.HTTP_ROUTE)
                                && figures.route().equals(route)
                                && figures.revision().equals(revision))
                .toList();
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
        List<Figures.Traffic> parts =
                all().stream().filter(chosen).map(RevisionFigures::traffic).toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(Totals.of(parts));
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

    private static @Nullable MirrorFigures read(Figures.Mirrored mirrored) {
        RouteIds.Route route = RouteIds.parseRoute(mirrored.key().routeId());
        RouteIds.BackendPort backend = RouteIds.parseBackend(mirrored.key().backendId());
        return route == null || backend == null
                ? null
                : new MirrorFigures(
                        route.kind(),
                        route.key(),
                        backend.service(),
                        backend.port(),
                        mirrored.key().revision(),
                        mirrored);
    }
}
