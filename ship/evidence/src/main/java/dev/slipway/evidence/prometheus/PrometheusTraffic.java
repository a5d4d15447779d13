package dev.slipway.evidence.prometheus;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Component;
import dev.slipway.controller.Time;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.TrafficFigures;
import dev.slipway.evidence.prometheus.PrometheusClient.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Tells releases what a Prometheus counted. Versions that somebody asks for are looked at every
/// five seconds, all in one go, so that two versions are compared over the same time; nobody waits
/// for an answer. Thread-safe.
public final class PrometheusTraffic implements RevisionTraffic, Component {
    private static final System.Logger LOGGER = System.getLogger(PrometheusTraffic.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration UNASKED_MAX = Duration.ofMinutes(2);
    private static final int VERSIONS_MAX = 2_000;

    private record Asked(Source source, String hash) {}

    private static final class Watched {
        private final VersionCounts counts;
        private volatile long askedAtNanos;

        Watched(VersionCounts counts) {
            this.counts = counts;
        }
    }

    private final PrometheusClient prometheus;
    private final TrafficQueries queries;
    private final BiFunction<String, String, List<String>> servicesOf;
    private final Time time;
    private final Map<Asked, Watched> watched = new ConcurrentHashMap<>();
    private volatile boolean failing;

    @GuardedBy("this")
    private Time.@Nullable Scheduled next;

    @GuardedBy("this")
    private @Nullable Thread looking;

    @GuardedBy("this")
    private boolean closed;

    /// @param servicesOf the services of a namespace that select a hash
    public PrometheusTraffic(
            PrometheusClient prometheus,
            TrafficQueries queries,
            BiFunction<String, String, List<String>> servicesOf,
            Time time) {
        this.prometheus = requireNonNull(prometheus, "prometheus");
        this.queries = requireNonNull(queries, "queries");
        this.servicesOf = requireNonNull(servicesOf, "servicesOf");
        this.time = requireNonNull(time, "time");
    }

    @Override
    public Optional<TrafficFigures> find(Source source, String podTemplateHash) {
        Asked asked = new Asked(source, podTemplateHash);
        Watched found = watched.get(asked);
        if (found == null) {
            if (watched.size() >= VERSIONS_MAX) {
                return Optional.empty();
            }
            found = watched.computeIfAbsent(asked, _ -> new Watched(new VersionCounts(queries)));
        }
        found.askedAtNanos = time.nanos();
        return found.counts.figures();
    }

    @Override
    public synchronized void start() {
        schedule();
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            if (next != null) {
                next.cancel();
            }
            running = looking;
        }
        if (running != null) {
            running.interrupt();
        }
    }

    private synchronized void schedule() {
        if (!closed) {
            next = time.schedule(INTERVAL, this::tick);
        }
    }

    /// The clock's thread must not wait for an answer.
    private synchronized void tick() {
        if (!closed) {
            looking = Thread.ofVirtual().name("prometheus-traffic").start(this::lookAndSchedule);
        }
    }

    private void lookAndSchedule() {
        try {
            look();
        } catch (InterruptedException _) {
            return;
        } finally {
            schedule();
        }
    }

    /// Looks once at every version that is asked for.
    void look() throws InterruptedException {
        long now = time.nanos();
        watched.values().removeIf(each -> now - each.askedAtNanos > UNASKED_MAX.toNanos());
        try {
            for (Map.Entry<Asked, Watched> each : watched.entrySet()) {
                look(each.getKey(), each.getValue().counts);
            }
            failing = false;
        } catch (PrometheusException e) {
            if (!failing) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "Releases get no figures reason=Prometheus " + e.getMessage());
            }
            failing = true;
        }
    }

    private void look(Asked asked, VersionCounts counts) throws InterruptedException {
        List<String> services = servicesOf.apply(asked.source.namespace(), asked.hash);
        if (queries.namesServices() && services.isEmpty()) {
            return;
        }
        String latencies = queries.latencies();
        List<Sample> requestSamples = prometheus.query(filled(queries.requests(), asked, services));
        List<Sample> latencySamples =
                latencies == null
                        ? List.of()
                        : prometheus.query(filled(latencies, asked, services));
        counts.look(requestSamples, latencySamples);
    }

    private static String filled(String template, Asked asked, List<String> services) {
        return TrafficQueries.fill(
                template, asked.source.namespace(), asked.source.name(), asked.hash, services);
    }
}
