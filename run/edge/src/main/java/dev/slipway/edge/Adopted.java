package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.proxy.Listener;
import dev.slipway.proxy.ListenerState;
import dev.slipway.proxy.Route;
import dev.slipway.proxy.RoutingSnapshot;
import dev.slipway.proxy.VirtualHost;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the proxy routes by since the last change: the snapshot, what was found out while it was
/// made, and what became of its listeners. Immutable.
record Adopted(
        RoutingSnapshot snapshot,
        RoutingFindings findings,
        Map<String, ListenerState> listeners,
        EdgeConfig config,
        Set<String> withoutPods) {
    Adopted {
        listeners = Map.copyOf(listeners);
        withoutPods = Set.copyOf(withoutPods);
    }

    static Adopted nothing(EdgeConfig config) {
        return new Adopted(
                RoutingSnapshot.empty(),
                new RoutingFindings(List.of(), List.of(), List.of(), List.of(), List.of()),
                Map.of(),
                config,
                Set.of());
    }

    /// The port that a listener is bound to, or null.
    @Nullable Integer boundPort(String listenerId) {
        return listeners.get(listenerId) instanceof ListenerState.Bound(int port) ? port : null;
    }

    /// The configuration with the ports as they are bound.
    EdgeConfig boundConfig(EdgeConfig asked) {
        Integer http = boundPort(Sockets.HTTP_ID);
        Integer tls = boundPort(Sockets.HTTPS_ID);
        return asked.withPorts(
                http == null ? asked.httpPort() : http, tls == null ? asked.tlsPort() : tls);
    }

    List<ServiceAddresses.PortAddress> serviceAddresses() {
        List<ServiceAddresses.PortAddress> addresses = new ArrayList<>();
        for (RoutingFindings.OfServicePort found : findings.servicePorts()) {
            Integer bound = boundPort(found.listenerId());
            if (bound != null) {
                addresses.add(
                        new ServiceAddresses.PortAddress(
                                found.service(),
                                found.port().name(),
                                found.port().port(),
                                found.address(),
                                bound,
                                found.http()));
            }
        }
        return addresses;
    }

    List<EdgeAddresses.Address> edgeAddresses() {
        Set<EdgeAddresses.Address> addresses = new LinkedHashSet<>();
        for (Listener listener : snapshot.listeners()) {
            Integer port = boundPort(listener.id());
            boolean ours = !listener.id().startsWith(ServiceRouting.LISTENER_PREFIX);
            if (port == null || !ours) {
                continue;
            }
            switch (listener) {
                case Listener.Http http -> add(addresses, "http", port, http.virtualHosts());
                case Listener.Https https -> add(addresses, "https", port, https.virtualHosts());
                case Listener.Tcp _ -> {}
            }
        }
        return List.copyOf(addresses);
    }

    private static void add(
            Set<EdgeAddresses.Address> addresses,
            String scheme,
            int port,
            List<VirtualHost> hosts) {
        for (VirtualHost host : hosts) {
            for (Route route : host.routes()) {
                RouteIds.Route id = RouteIds.parseRoute(route.id());
                if (id != null && isWorthShowing(id, host.hostname())) {
                    addresses.add(
                            new EdgeAddresses.Address(
                                    id.kind(), id.key(), url(scheme, host.hostname(), port)));
                }
            }
        }
    }

    /// A service has a host name for each of its ports, too; one is enough to show.
    private static boolean isWorthShowing(RouteIds.Route route, String host) {
        ObjectKey key = route.key();
        return !route.kind().equals(RouteIds.SERVICE)
                || host.startsWith(key.name() + "." + key.namespace() + ".");
    }

    private static URI url(String scheme, String host, int port) {
        String name = host.equals(Hostnames.ALL) ? "localhost" : host.replace("*.", "any.");
        boolean customary = scheme.equals("http") ? port == Sockets.HTTP : port == Sockets.HTTPS;
        return URI.create(scheme + "://" + name + (customary ? "" : ":" + port) + "/");
    }
}
