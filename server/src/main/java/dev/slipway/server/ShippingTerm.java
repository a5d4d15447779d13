package dev.slipway.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.analysis.MetricQueries;
import dev.slipway.analysis.PrometheusAddress;
import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.prometheus.PrometheusClient;
import dev.slipway.evidence.prometheus.PrometheusTraffic;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One term of leading: the controllers of releases at work in somebody else's cluster. Starting
/// returns at once, since reading a large cluster takes longer than a lease; closing returns when
/// nothing works any more. Thread-safe.
final class ShippingTerm implements Component {
    private static final System.Logger LOGGER = System.getLogger(ShippingTerm.class.getName());

    private final RemoteConfig config;
    private final Cluster cluster;
    private final Time time;
    private final Thread thread;
    private volatile boolean ready;

    @GuardedBy("this")
    private final Started started = new Started();

    @GuardedBy("this")
    private boolean closed;

    ShippingTerm(RemoteConfig config, Cluster cluster, Time time) {
        this.config = config;
        this.cluster = cluster;
        this.time = time;
        this.thread = Thread.ofVirtual().name("shipping-term").unstarted(this::begin);
    }

    @Override
    public void start() {
        thread.start();
    }

    /// Whether the cluster has been read and the controllers work.
    boolean isReady() {
        return ready;
    }

    private void begin() {
        try {
            Informers informers = add(new Informers(cluster, time));
            RevisionTraffic traffic = traffic(informers);
            Shipping shipping =
                    Shipping.make(
                            new ShippingGround(
                                    (_, _) -> cluster,
                                    informers,
                                    traffic,
                                    metrics(),
                                    _ -> true,
                                    time),
                            null);
            informers.start();
            informers.awaitSync();
            synchronized (this) {
                if (closed) {
                    return;
                }
                shipping.start(started);
            }
            ready = true;
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "Releases are carried out cluster=" + config.kubeconfig().server());
        } catch (InterruptedException _) {
            // The term is over before it began.
        }
    }

    /// What analyses ask that name no address of their own.
    private MetricQueries metrics() {
        RemoteConfig.Evidence evidence = config.evidence();
        return evidence == null
                ? MetricQueries.none("the server was started without --prometheus")
                : add(new PrometheusAddress(evidence.prometheus()));
    }

    private RevisionTraffic traffic(Informers informers) {
        RemoteConfig.Evidence evidence = config.evidence();
        if (evidence == null) {
            return (_, _) -> Optional.empty();
        }
        Informer<Service> services = informers.of(Kinds.SERVICE);
        PrometheusClient prometheus = add(new PrometheusClient(evidence.prometheus()));
        PrometheusTraffic traffic =
                add(
                        new PrometheusTraffic(
                                prometheus,
                                evidence.queries(),
                                (namespace, hash) -> selecting(services, namespace, hash),
                                time));
        traffic.start();
        return traffic;
    }

    private static List<String> selecting(
            Informer<Service> services, String namespace, String hash) {
        return services.inNamespace(namespace).stream()
                .filter(service ->
                        hash.equals(service.spec().selector().get(Rollout.POD_TEMPLATE_HASH)))
                .map(service -> service.key().name())
                .toList();
    }

    private synchronized <T extends AutoCloseable> T add(T part) {
        return started.add(part);
    }

    @Override
    public void close() {
        ready = false;
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
        join();
        synchronized (this) {
            started.close();
        }
    }

    private void join() {
        @Nullable InterruptedException interrupted = null;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = e;
            }
        }
        if (interrupted != null) {
            Thread.currentThread().interrupt();
        }
    }
}
