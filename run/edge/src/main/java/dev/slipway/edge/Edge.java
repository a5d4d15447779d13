package dev.slipway.edge;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.proxy.ListenerState;
import dev.slipway.proxy.Proxy;
import dev.slipway.proxy.RoutingSnapshot;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Keeps the proxy's routing equal to what Gateways, HTTPRoutes, Ingresses and Services say, and
/// tells them what became of them. Owns the proxy. Thread-safe.
///
/// One thread compiles and applies. It is woken by every change and works at once; while it works,
/// and for a few milliseconds after, changes gather. The informers must have been started before
/// the edge; it does not listen before it has seen everything, so that no request meets half a
/// table.
public final class Edge implements Component, Stepwise {
    private static final System.Logger LOGGER = System.getLogger(Edge.class.getName());

    /// How often listeners that could not be bound are tried again.
    private static final Duration BIND_RETRY = Duration.ofSeconds(5);

    private static final Duration DRAIN_POLL = Duration.ofMillis(3);

    private final EdgeConfig config;
    private final Proxy proxy;
    private final InformedObjects objects;
    private final BuiltInClasses classes;
    private final Time time;
    private final RoutingCompiler compiler;
    private final EdgeStatus status;
    private final EdgeFigures figures;
    private final LeavingPods leaving;
    private final Set<String> unavailable = new HashSet<>();
    private volatile Adopted adopted;
    private volatile Map<ObjectKey, List<ServiceAddresses.PortAddress>> serviceAddresses = Map.of();
    private final Thread thread;

    @GuardedBy("this")
    private boolean dirty = true;

    @GuardedBy("this")
    private boolean closed;

    /// `shares` says how services are divided among the revisions of their pods.
    public Edge(
            EdgeConfig config,
            Proxy proxy,
            Informers informers,
            Cluster cluster,
            RevisionShares shares,
            Time time) {
        requireNonNull(shares, "shares");
        this.config = requireNonNull(config, "config");
        this.proxy = requireNonNull(proxy, "proxy");
        this.time = requireNonNull(time, "time");
        this.objects = new InformedObjects(informers);
        this.classes = new BuiltInClasses(cluster);
        this.compiler = new RoutingCompiler(time, config.pace(), shares);
        this.figures = new EdgeFigures(proxy, time);
        this.leaving = new LeavingPods(time);
        this.adopted = Adopted.nothing(config);
        this.status = new EdgeStatus(objects, cluster, time);
        this.thread = Thread.ofPlatform().name("slipway-edge").daemon().unstarted(this::loop);
        objects.listen(this::changed);
        shares.onChange(this::changed);
    }

    /// Returns once the edge routes. Throws `EdgePortException` if its port is taken.
    @Override
    public void start() {
        proxy.start();
        classes.ensure();
        try {
            for (Informer<?> informer : objects.all()) {
                informer.awaitSync();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before the objects were read", e);
        }
        takeDirty();
        pass();
        requireEdgePort();
        thread.start();
        status.start();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        status.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        proxy.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// In a simulation: routes what has changed, or writes one status.
    @Override
    public boolean step() throws InterruptedException {
        for (Informer<?> informer : objects.all()) {
            if (!informer.hasSynced()) {
                return false;
            }
        }
        if (takeDirty()) {
            pass();
            return true;
        }
        return status.step();
    }

    /// The port of plain HTTP as it is bound.
    public int httpPort() {
        return adopted.boundConfig(config).httpPort();
    }

    /// The port of HTTPS: as it is bound, or as it will be once something needs it (0: any).
    public int tlsPort() {
        return adopted.boundConfig(config).tlsPort();
    }

    public EdgeFigures figures() {
        return figures;
    }

    /// What the event loops route by.
    RoutingSnapshot routing() {
        return adopted.snapshot();
    }

    public EdgeAddresses addresses() {
        return () -> adopted.edgeAddresses();
    }

    public ServiceAddresses serviceAddresses() {
        return new ServiceAddresses() {
            @Override
            public List<PortAddress> of(ObjectKey service) {
                return serviceAddresses.getOrDefault(service, List.of());
            }

            @Override
            public List<PortAddress> inNamespace(String namespace) {
                return serviceAddresses.entrySet().stream()
                        .filter(entry -> entry.getKey().namespace().equals(namespace))
                        .flatMap(entry -> entry.getValue().stream())
                        .toList();
            }
        };
    }

    /// To be asked, again and again, by whoever is about to stop a pod: whether no request can
    /// reach `addresses` through the edge any more and none is being served. The question itself
    /// tells the edge that the pod is going, whatever the informers say yet; from then on it gets
    /// no new request, unless it is the only one of its service and the others are not known yet.
    public boolean isDrained(ObjectKey pod, String uid, List<InetSocketAddress> addresses) {
        if (leaving.add(pod, uid)) {
            changed();
        }
        if (!adopted.withoutPods().contains(uid)) {
            return false;
        }
        for (InetSocketAddress address : addresses) {
            if (!proxy.isDrained(address.getHostString(), address.getPort())) {
                return false;
            }
        }
        return true;
    }

    /// Waits until `isDrained`, at most `max`. False if that time was not enough.
    public boolean awaitDrained(
            ObjectKey pod, String uid, List<InetSocketAddress> addresses, Duration max)
            throws InterruptedException {
        long end = time.nanos() + max.toNanos();
        while (!isDrained(pod, uid, addresses)) {
            if (time.nanos() - end >= 0) {
                return false;
            }
            // What is in flight tells nobody when it is done: looking is cheap.
            Thread.sleep(DRAIN_POLL);
        }
        return true;
    }

    private synchronized void changed() {
        if (!dirty) {
            dirty = true;
            notifyAll();
        }
    }

    private synchronized boolean takeDirty() {
        boolean taken = dirty;
        dirty = false;
        return taken;
    }

    private void loop() {
        try {
            while (awaitChange()) {
                try {
                    pass();
                } catch (RuntimeException e) {
                    // The routing stays as it was; the next change, or this one again, may do.
                    LOGGER.log(System.Logger.Level.ERROR, "Routing could not be changed", e);
                    time.schedule(BIND_RETRY, this::changed);
                }
                pause();
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread but the end of the process.
        }
    }

    /// False once closed.
    private synchronized boolean awaitChange() throws InterruptedException {
        while (!dirty && !closed) {
            wait();
        }
        dirty = false;
        return !closed;
    }

    /// Lets changes gather that come in a burst.
    private synchronized void pause() throws InterruptedException {
        long end = System.nanoTime() + config.pace().spacing().toNanos();
        for (long left = end - System.nanoTime(); left > 0 && !closed; ) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = end - System.nanoTime();
        }
    }

    private void pass() {
        Set<String> leavingUids = leaving.uids(objects);
        EdgeConfig bound = adopted.boundConfig(config);
        RoutingCompiler.Compiled compiled =
                compiler.compile(
                        objects,
                        new RoutingCompiler.Circumstances(config, bound, leavingUids, unavailable));
        Adopted now = adopt(compiled, bound, leavingUids);
        boolean again = noteUnavailable(now) || !now.boundConfig(config).equals(bound);
        adopted = now;
        serviceAddresses = byService(now.serviceAddresses());
        status.adopted(now);
        if (again) {
            changed();
        }
        if (compiler.isProvisional()) {
            time.schedule(config.pace().emptyGrace(), this::changed);
        }
    }

    private Adopted adopt(
            RoutingCompiler.Compiled compiled, EdgeConfig bound, Set<String> leavingUids) {
        RoutingSnapshot snapshot = compiled.snapshot();
        boolean same = snapshot.equals(adopted.snapshot()) && !anyUnbound(adopted);
        Map<String, ListenerState> listeners = same ? adopted.listeners() : proxy.apply(snapshot);
        Adopted now = new Adopted(snapshot, compiled.findings(), listeners, bound, leavingUids);
        if (anyUnbound(now)) {
            time.schedule(BIND_RETRY, this::changed);
        }
        return now;
    }

    private static boolean anyUnbound(Adopted state) {
        return state.listeners().values().stream()
                .anyMatch(ListenerState.PortUnavailable.class::isInstance);
    }

    /// Cluster addresses that cannot be bound get a port elsewhere, for as long as the service has
    /// that address. True if there is a new one.
    private boolean noteUnavailable(Adopted now) {
        Set<String> known = new HashSet<>();
        boolean found = false;
        for (RoutingFindings.OfServicePort port : now.findings().servicePorts()) {
            String id = port.listenerId();
            if (id.endsWith(ServiceRouting.ELSEWHERE)) {
                known.add(id.substring(0, id.length() - ServiceRouting.ELSEWHERE.length()));
            } else if (now.listeners().get(id)
                    instanceof ListenerState.PortUnavailable(String reason)) {
                known.add(id);
                found = true;
                LOGGER.log(
                        System.Logger.Level.DEBUG,
                        "A cluster address cannot be bound and gets another port listener="
                                + id
                                + " reason="
                                + reason);
            }
        }
        unavailable.clear();
        unavailable.addAll(known);
        return found;
    }

    private void requireEdgePort() {
        if (adopted.listeners().get(Sockets.HTTP_ID)
                instanceof ListenerState.PortUnavailable(String reason)) {
            proxy.close();
            throw new EdgePortException(config.address(), config.httpPort(), reason);
        }
    }

    private static Map<ObjectKey, List<ServiceAddresses.PortAddress>> byService(
            List<ServiceAddresses.PortAddress> addresses) {
        Map<ObjectKey, List<ServiceAddresses.PortAddress>> result = new TreeMap<>();
        for (ServiceAddresses.PortAddress address : addresses) {
            result.merge(
                    address.service(),
                    List.of(address),
                    (a, b) -> {
                        List<ServiceAddresses.PortAddress> both = new ArrayList<>(a);
                        both.addAll(b);
                        return List.copyOf(both);
                    });
        }
        return result;
    }
}
