package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Service;
import dev.slipway.proxy.Backend;
import dev.slipway.proxy.Listener;
import dev.slipway.proxy.Route;
import dev.slipway.proxy.RouteMatch;
import dev.slipway.proxy.VirtualHost;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every Service gets without anyone asking: a host name on the edge port for its HTTP ports,
/// and a listener on its cluster address for each TCP port. Used for one compilation.
final class ServiceRouting {
    /// What the ids of the listeners at cluster addresses begin with.
    static final String LISTENER_PREFIX = "service ";

    /// What the id of the listener ends with that takes the place of one that cannot be bound.
    static final String ELSEWHERE = " elsewhere";

    private static final String EXTERNAL_NAME = "ExternalName";
    private static final String FALLBACK_ADDRESS = "127.0.0.1";

    private final EdgeConfig config;
    private final Set<String> unavailable;
    private final StickyUsers sticky;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<RoutingFindings.OfServicePort> findings = new ArrayList<>();

    /// `unavailable` are the ids of listeners that could not be bound at the cluster address.
    ServiceRouting(EdgeConfig config, Set<String> unavailable, StickyUsers sticky) {
        this.config = config;
        this.unavailable = unavailable;
        this.sticky = sticky;
    }

    void serve(Service service, Map<Integer, Backend> backends, Sockets.Socket edge) {
        if (EXTERNAL_NAME.equals(service.spec().type())) {
            return;
        }
        boolean first = true;
        for (Service.Port port : service.spec().ports()) {
            Backend backend = backends.get(port.port());
            if (backend == null || !HttpPorts.isTcp(port.protocol())) {
                continue;
            }
            boolean http = HttpPorts.speaksHttp(port);
            List<Route> routes = List.of(route(service, backend));
            if (http) {
                if (first) {
                    edge.serve(host(service.key(), config), routes);
                    first = false;
                }
                edge.serve(portName(port) + "." + host(service.key(), config), routes);
            }
            listen(service, port, http, backend, routes);
        }
    }

    List<Listener> listeners() {
        return listeners;
    }

    List<RoutingFindings.OfServicePort> findings() {
        return findings;
    }

    static String host(ObjectKey service, EdgeConfig config) {
        return service.name() + "." + service.namespace() + "." + config.domain();
    }

    private static String portName(Service.Port port) {
        return port.name() == null ? String.valueOf(port.port()) : port.name();
    }

    private Route route(Service service, Backend backend) {
        return Route.to(
                        RouteIds.route(RouteIds.SERVICE, service.key()),
                        RouteMatch.prefix("/"),
                        backend.id())
                .with(sticky.of(service));
    }

    private void listen(
            Service service, Service.Port port, boolean http, Backend backend, List<Route> routes) {
        String clusterAddress = clusterAddress(service);
        if (clusterAddress == null) {
            return;
        }
        String id =
                LISTENER_PREFIX
                        + backend.id()
                        + " at "
                        + clusterAddress
                        + (http ? " http" : " tcp");
        String address = clusterAddress;
        int number = port.port();
        if (unavailable.contains(id)) {
            id += ELSEWHERE;
            address = FALLBACK_ADDRESS;
            number = 0;
        }
        listeners.add(
                http
                        ? new Listener.Http(
                                id,
                                address,
                                number,
                                List.of(new VirtualHost(Hostnames.ALL, routes)))
                        : new Listener.Tcp(id, address, number, backend.id()));
        findings.add(new RoutingFindings.OfServicePort(service.key(), port, http, id, address));
    }

    private static @Nullable String clusterAddress(Service service) {
        String address = service.spec().clusterIP();
        return address == null || service.spec().isHeadless() || !isAddress(address)
                ? null
                : address;
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
