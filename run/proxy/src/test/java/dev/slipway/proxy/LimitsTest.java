package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.proxy.ProxyConfig.ClientLimits;
import dev.slipway.proxy.ProxyConfig.ClientTimeouts;
import dev.slipway.proxy.ProxyConfig.HeadLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static ClientLimits limits(int connections, long bodyBytes, ClientTimeouts timeouts) {
        return new ClientLimits(connections, HeadLimits.defaults(), bodyBytes, timeouts);
    }

    private static TestProxy proxy(ClientLimits limits, TestBackend backend) {
        return new TestProxy(TestProxy.config(limits, 1)).apply(backend.endpoint());
    }

    @Test
    void answersMalformedRequestsAndCloses() throws IOException {
        try (TestProxy proxy = TestProxy.to(TestBackend.saying("x"))) {
            for (String request : RequestScannerTest.smuggling()) {
                try (TestClient client = proxy.client()) {
                    HttpWire.Message answer =
                            client.send(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                                    .response();
                    assertThat(answer.status()).as(request).isBetween(400, 505);
                    assertThat(answer.header("connection")).isEqualTo("close");
                    assertThat(client.isClosed()).isTrue();
                }
            }
            assertThat(proxy.proxy().figures().connections().malformed())
                    .isEqualTo(RequestScannerTest.smuggling().size());
            assertThat(proxy.proxy().figures().traffic()).isEmpty();
        }
    }

    @Test
    void answersABodyThatBreaksOff() throws IOException {
        try (TestProxy proxy = TestProxy.to(TestBackend.saying("x"));
                TestClient client = proxy.client()) {
            client.request("POST /", "Transfer-Encoding: chunked\r\n").send("5\r\nhelloX");
            assertThat(client.response().status()).isEqualTo(400);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void namesTheLimitThatARequestExceeds() throws IOException {
        try (TestBackend backend = TestBackend.saying("x");
                TestProxy proxy = proxy(limits(100, 10, ClientTimeouts.defaults()), backend)) {
            assertAnswer(proxy, "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n", 414);
            assertAnswer(proxy, "GET /" + "x".repeat(40_000), 414);
            assertAnswer(proxy, head("X: " + "y".repeat(40_000) + "\r\n"), 431);
            assertAnswer(proxy, head("X: y\r\n".repeat(200)), 431);
            assertAnswer(proxy, head("Content-Length: 11\r\n"), 413);
            assertAnswer(proxy, head("Transfer-Encoding: chunked\r\n") + "b\r\n01234567890", 413);
        }
    }

    private static String head(String lines) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
    }

    private static void assertAnswer(TestProxy proxy, String request, int status)
            throws IOException {
        try (TestClient client = proxy.client()) {
            assertThat(client.send(request).response().status()).isEqualTo(status);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void refusesConnectionsAboveTheLimit() throws IOException {
        try (TestBackend backend = TestBackend.saying("x");
                TestProxy proxy = proxy(limits(2, 0, ClientTimeouts.defaults()), backend);
                TestClient one = proxy.client();
                TestClient two = proxy.client()) {
            assertThat(one.get("/").status()).isEqualTo(200);
            assertThat(two.get("/").status()).isEqualTo(200);
            try (TestClient three = proxy.client()) {
                assertThat(three.isClosed()).isTrue();
            }
            one.socket().close();
            TestProxy.await(() -> proxy.proxy().figures().connections().open() == 1);
            try (TestClient three = proxy.client()) {
                assertThat(three.get("/").status()).isEqualTo(200);
            }
            assertThat(proxy.proxy().figures().connections().refused()).isEqualTo(1);
        }
    }

    @Test
    void endsSlowHeadsAndIdleConnections() throws IOException {
        ClientTimeouts timeouts = new ClientTimeouts(SHORT, SHORT, LONG, LONG);
        try (TestBackend backend = TestBackend.saying("x");
                TestProxy proxy = proxy(limits(100, 0, timeouts), backend);
                TestClient slow = proxy.client();
                TestClient idle = proxy.client()) {
            idle.get("/");
            slow.send("GET / HTT");
            assertThat(slow.response().status()).isEqualTo(408);
            assertThat(slow.isClosed()).isTrue();
            assertThat(idle.isClosed()).isTrue();
        }
    }

    @Test
    void endsBodiesThatStall() throws IOException {
        ClientTimeouts timeouts = new ClientTimeouts(LONG, LONG, SHORT, LONG);
        try (TestBackend backend = TestBackend.saying("x");
                TestProxy proxy = proxy(limits(100, 0, timeouts), backend);
                TestClient client = proxy.client()) {
            client.send(head("Content-Length: 10\r\n") + "half");
            assertThat(client.response().status()).isEqualTo(408);
        }
    }

    @Test
    void answers504WhereTheRoutesTimeIsUp() throws IOException {
        TestBackend silent =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    in.read();
                });
        for (RouteTimeouts timeouts :
                List.of(new RouteTimeouts(SHORT, null), new RouteTimeouts(null, SHORT))) {
            Route route =
                    new Route(
                            "route",
                            List.of(),
                            List.of(),
                            timeouts,
                            List.of(new WeightedBackend(TestProxy.BACKEND, 1)));
            Backend backend = new Backend(TestProxy.BACKEND, List.of(silent.endpoint()), Map.of());
            try (TestProxy proxy =
                            new TestProxy(TestProxy.config()).apply(List.of(route), backend);
                    TestClient client = proxy.client()) {
                HttpWire.Message answer = client.get("/");
                assertThat(answer.status()).isEqualTo(504);
                assertThat(answer.header("x-slipway-reason")).isEqualTo("backend-too-slow");
                assertThat(proxy.proxy().inFlight("127.0.0.1", silent.port())).isZero();
                assertThat(client.get("/").status()).isEqualTo(504);
            }
        }
        silent.close();
    }

    @Test
    void endsABackendsRequestWhenTheClientLeaves() throws IOException {
        TestBackend silent =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    in.read();
                });
        try (TestProxy proxy = TestProxy.to(silent)) {
            try (TestClient client = proxy.client()) {
                client.request("POST /", "Content-Length: 1\r\n").send("x");
                TestProxy.await(() -> proxy.proxy().inFlight("127.0.0.1", silent.port()) == 1);
            }
            TestProxy.await(() -> silent.openConnections() == 0);
            TestProxy.await(() -> proxy.proxy().inFlight("127.0.0.1", silent.port()) == 0);
            TestProxy.await(() -> proxy.aborted() == 1);
        }
    }
}
