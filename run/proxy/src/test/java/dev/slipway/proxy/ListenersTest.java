package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private static Listener http(String id, int port) {
        return new Listener.Http(id, "127.0.0.1", port, List.of());
    }

    private static RoutingSnapshot listening(Listener... listeners) {
        return new RoutingSnapshot(List.of(listeners), List.of());
    }

    private static int port(Map<String, ListenerState> states, String id) {
        return states.get(id) instanceof ListenerState.Bound bound ? bound.port() : -1;
    }

    @Test
    void keepsListenersThatStayAndClosesOthers() throws IOException {
        try (Proxy proxy = new Proxy(TestProxy.config())) {
            proxy.start();
            Map<String, ListenerState> first = proxy.apply(listening(http("a", 0), http("b", 0)));
            int a = port(first, "a");
            int b = port(first, "b");
            try (TestClient kept = new TestClient(a);
                    TestClient gone = new TestClient(b)) {
                assertThat(kept.get("/").status()).isEqualTo(404);
                assertThat(gone.get("/").status()).isEqualTo(404);
                Map<String, ListenerState> second = proxy.apply(listening(http("a", 0)));
                assertThat(second).isEqualTo(Map.of("a", new ListenerState.Bound(a)));
                assertThat(gone.isClosed()).isTrue();
                assertThat(kept.get("/").status()).isEqualTo(404);
                assertThat(port(proxy.apply(listening(http("c", b))), "c")).isEqualTo(b);
                assertThat(kept.isClosed()).isTrue();
            }
        }
    }

    @Test
    void reportsAPortThatIsTakenUntilItIsFree() throws IOException {
        try (Proxy proxy = new Proxy(TestProxy.config())) {
            proxy.start();
            RoutingSnapshot snapshot;
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                int taken = other.getLocalPort();
                snapshot = listening(http("a", taken), http("b", 0));
                Map<String, ListenerState> states = proxy.apply(snapshot);
                String reason = "127.0.0.1:" + taken + ": in use by another process or listener";
                assertThat(states.get("a")).isEqualTo(new ListenerState.PortUnavailable(reason));
                assertThat(states.get("b")).isInstanceOf(ListenerState.Bound.class);
            }
            assertThat(proxy.apply(snapshot).get("a")).isInstanceOf(ListenerState.Bound.class);
            assertThat(proxy.listeners()).hasSize(2);
        }
    }

    @Test
    void reportsAnAddressThatIsNotOurs() {
        try (Proxy proxy = new Proxy(TestProxy.config())) {
            proxy.start();
            Listener listener = new Listener.Http("a", "192.0.2.1", 0, List.of());
            assertThat(proxy.apply(listening(listener)).get("a"))
                    .isEqualTo(
                            new ListenerState.PortUnavailable(
                                    "192.0.2.1:0: not an address of this machine"));
        }
    }
}
