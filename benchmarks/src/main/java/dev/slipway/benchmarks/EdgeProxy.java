package dev.slipway.benchmarks;

import dev.slipway.proxy.Backend;
import dev.slipway.proxy.Endpoint;
import dev.slipway.proxy.Listener;
import dev.slipway.proxy.ListenerState;
import dev.slipway.proxy.Proxy;
import dev.slipway.proxy.ProxyConfig;
import dev.slipway.proxy.Route;
import dev.slipway.proxy.RouteMatch;
import dev.slipway.proxy.RoutingSnapshot;
import dev.slipway.proxy.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Runs the proxy alone, with one event loop, as the edge would program it for 200 services: the
/// process that [EdgeAgainstPeers] measures. Prints the port and serves until its standard input
/// ends.
public final class EdgeProxy {
    private static final int SERVICES = 200;

    private EdgeProxy() {}

    public static void main(String[] arguments) throws Exception {
        int upstream = Integer.parseInt(arguments[0]);
        ProxyConfig.Transport transport = ProxyConfig.Transport.valueOf(arguments[1]);
        ProxyConfig defaults = ProxyConfig.defaults();
        ProxyConfig config =
                new ProxyConfig(
                        transport,
                        1,
                        defaults.clients(),
                        defaults.upstreams(),
                        defaults.forwarded(),
                        defaults.lifecycle());
        try (Proxy proxy = new Proxy(config)) {
            proxy.start();
            for (ListenerState state : proxy.apply(snapshot(upstream)).values()) {
                if (state instanceof ListenerState.Bound bound) {
                    System.out.println(bound.port());
                }
            }
            System.in.transferTo(System.err);
            System.err.println(
                    proxy.figures().traffic().stream()
                            .map(t -> t.key() + " " + t.requests() + " " + t.latency())
                            .collect(Collectors.joining("\n")));
        }
    }

    /// A virtual host for each service, and one for all other names whose backend is split by
    /// revision.
    private static RoutingSnapshot snapshot(int upstream) {
        List<VirtualHost> hosts = new ArrayList<>();
        List<Backend> backends = new ArrayList<>();
        Endpoint endpoint = new Endpoint("127.0.0.1", upstream, "v1", false);
        for (int i = 0; i < SERVICES; i++) {
            Route route = Route.to("service-" + i, RouteMatch.prefix("/"), "service-" + i);
            hosts.add(new VirtualHost("service-" + i + ".default.localhost", List.of(route)));
            backends.add(new Backend("service-" + i, List.of(endpoint), Map.of()));
        }
        Route api = Route.to("api", RouteMatch.prefix("/api"), "service-0");
        Route all = Route.to("shop", RouteMatch.prefix("/"), "shop");
        hosts.add(new VirtualHost("*", List.of(api, all)));
        Endpoint canary = new Endpoint("127.0.0.1", upstream, "v2", false);
        backends.add(new Backend("shop", List.of(endpoint, canary), Map.of("v1", 90, "v2", 10)));
        return new RoutingSnapshot(
                List.of(new Listener.Http("web", "127.0.0.1", 0, hosts)), backends);
    }
}
