package dev.slipway.proxy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A snapshot compiled for look-ups. Immutable; every event loop routes by one of these at a time.
final class RoutingTable {
    private record RouteAndBackend(String routeId, String backendId) {}

    private static final MirrorPlan[] NO_MIRRORS = {};
    private static final Forwarding UNCHANGED = Forwarding.of(List.of());

    private final SeriesRegistry registry;
    private final Map<String, BackendPlan> backends = new HashMap<>();
    private final Map<String, HostTable> hosts = new HashMap<>();
    private final Map<String, BackendShare> tcp = new HashMap<>();
    private final Map<RouteAndBackend, BackendShare> shares = new HashMap<>();
    private final Set<Upstream> ready = new HashSet<>();
    private final Set<Figures.Key> keys = new HashSet<>();

    RoutingTable(RoutingSnapshot snapshot, Upstreams upstreams, SeriesRegistry registry) {
        this.registry = registry;
        for (Backend backend : snapshot.backends()) {
            BackendPlan plan = new BackendPlan(backend, upstreams);
            backends.put(backend.id(), plan);
            for (BackendPlan.Revision revision : plan.revisions()) {
                List.of(revision.ready()).forEach(c -> ready.add(c.upstream()));
            }
        }
        for (Listener listener : snapshot.listeners()) {
            switch (listener) {
                case Listener.Http http ->
                        add(http.id(), new HostTable(http.virtualHosts(), backends, registry));
                case Listener.Https https ->
                        add(https.id(), new HostTable(https.virtualHosts(), backends, registry));
                case Listener.Tcp plain -> {
                    WeightedBackend backend = new WeightedBackend(plain.backendId(), 1);
                    BackendShare share =
                            BackendShare.of(
                                    plain.id(),
                                    backend,
                                    UNCHANGED,
                                    NO_MIRRORS,
                                    backends.get(backend.backendId()),
                                    registry);
                    tcp.put(plain.id(), share);
                    add(share);
                }
            }
        }
    }

    private void add(String listenerId, HostTable table) {
        hosts.put(listenerId, table);
        for (RoutePlan plan : table.plans()) {
            keys.add(plan.series().key());
            List.of(plan.shares()).forEach(this::add);
        }
    }

    private void add(BackendShare share) {
        shares.put(new RouteAndBackend(share.routeId(), share.backendId()), share);
        keys.add(share.refused().key());
        List.of(share.byRevision()).forEach(series -> keys.add(series.key()));
        List.of(share.mirrors()).forEach(this::addKeys);
    }

    private void addKeys(MirrorPlan mirror) {
        BackendPlan plan = backends.get(mirror.backendId());
        keys.add(new Figures.Key(mirror.routeId(), mirror.backendId(), ""));
        if (plan != null) {
            for (BackendPlan.Revision revision : plan.revisions()) {
                keys.add(new Figures.Key(mirror.routeId(), mirror.backendId(), revision.name()));
            }
        }
    }

    /// The virtual hosts of an HTTP listener; null where the snapshot does not have it any more.
    @Nullable HostTable hosts(String listenerId) {
        return hosts.get(listenerId);
    }

    /// Where a TCP listener's connections go; null where the snapshot does not have it any more.
    @Nullable BackendShare tcp(String listenerId) {
        return tcp.get(listenerId);
    }

    /// The same share in this table, for a retry of a request that was routed by an older one.
    @Nullable BackendShare sameAs(BackendShare share) {
        return shares.get(new RouteAndBackend(share.routeId(), share.backendId()));
    }

    /// A backend, whatever routes lead there; null where there is none of that id.
    @Nullable BackendPlan backend(String id) {
        return backends.get(id);
    }

    /// The share's backend as this table knows it, even if no route leads there any more; null
    /// where it is gone.
    @Nullable BackendShare withoutRoute(BackendShare share) {
        BackendPlan plan = backends.get(share.backendId());
        if (plan == null) {
            return null;
        }
        return BackendShare.of(
                share.routeId(),
                new WeightedBackend(share.backendId(), share.weight()),
                share.forwarding(),
                share.mirrors(),
                plan,
                registry);
    }

    /// All endpoints that may be chosen.
    Set<Upstream> ready() {
        return ready;
    }

    /// The keys of all series that this table counts in.
    Set<Figures.Key> keys() {
        return keys;
    }
}
