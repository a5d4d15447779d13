package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A proxy with one HTTP listener, started for a test. Closing it checks that no buffer was lost.
final class TestProxy implements AutoCloseable {
    static final String LISTENER = "web";
    static final String BACKEND = "shop";

    private final Proxy proxy;
    private final List<TestBackend> others = new ArrayList<>();
    private int port;

    TestProxy(ProxyConfig config) {
        proxy = new Proxy(config);
        proxy.start();
    }

    /// Everything goes to these endpoints.
    static TestProxy to(Endpoint... endpoints) {
        TestProxy test = new TestProxy(config());
        test.apply(endpoints);
        return test;
    }

    static TestProxy to(TestBackend backend) {
        TestProxy test = to(backend.endpoint());
        test.others.add(backend);
        return test;
    }

    static ProxyConfig config() {
        return config(ProxyConfig.ClientLimits.defaults(), 2);
    }

    static ProxyConfig config(ProxyConfig.ClientLimits clients, int loops) {
        ProxyConfig defaults = ProxyConfig.defaults();
        return new ProxyConfig(
                ProxyConfig.Transport.BEST,
                loops,
                clients,
                defaults.upstreams(),
                defaults.forwarded(),
                new ProxyConfig.Lifecycle(Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }

    static Route route() {
        return Route.to("route", RouteMatch.prefix("/"), BACKEND);
    }

    TestProxy apply(Endpoint... endpoints) {
        return apply(List.of(route()), new Backend(BACKEND, List.of(endpoints), Map.of()));
    }

    TestProxy apply(List<Route> routes, Backend... backends) {
        return apply(new RoutingSnapshot(List.of(http(routes)), List.of(backends)));
    }

    static Listener http(List<Route> routes) {
        return new Listener.Http(LISTENER, "127.0.0.1", 0, List.of(new VirtualHost("*", routes)));
    }

    TestProxy apply(RoutingSnapshot snapshot) {
        Map<String, ListenerState> states = proxy.apply(snapshot);
        for (ListenerState state : states.values()) {
            assertThat(state).isInstanceOf(ListenerState.Bound.class);
        }
        if (states.get(LISTENER) instanceof ListenerState.Bound bound) {
            port = bound.port();
        }
        return this;
    }

    Proxy proxy() {
        return proxy;
    }

    int port() {
        return port;
    }

    TestClient client() throws IOException {
        return new TestClient(port);
    }

    /// The traffic of all keys of a backend.
    long requests(String revision) {
        return proxy.figures().traffic().stream()
                .filter(t -> t.key().revision().equals(revision))
                .mapToLong(Figures.Traffic::requests)
                .sum();
    }

    Figures.Traffic traffic() {
        return proxy.figures().traffic().stream()
                .filter(t -> t.key().routeId().equals("route"))
                .findFirst()
                .orElseThrow();
    }

    long aborted() {
        return proxy.figures().traffic().stream().mapToLong(t -> t.trouble().aborted()).sum();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        for (TestBackend other : others) {
            other.close();
        }
        proxy.allocator()
                .metric()
                .directArenas()
                .forEach(arena -> assertThat(arena.numActiveAllocations()).isZero());
    }
}
