package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {
    /// A port on which nobody listens.
    private static Endpoint deadEndpoint() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new Endpoint("127.0.0.1", socket.getLocalPort(), "dead", false);
        }
    }

    @Test
    void goesToAnotherEndpointWhereConnectingFails() throws IOException {
        try (TestBackend backend = TestBackend.answering(r -> TestBackend.ok(r.text()));
                TestProxy proxy = TestProxy.to(deadEndpoint(), backend.endpoint("live"));
                TestClient client = proxy.client()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.post("/", "body" + i).text()).isEqualTo("body" + i);
            }
            assertThat(proxy.requests("live")).isEqualTo(50);
            assertThat(connectFailures(proxy, "dead"))
                    .as("avoided after the first failure")
                    .isBetween(0L, 2L);
        }
    }

    @Test
    void answers503WhereNoEndpointCanBeReached() throws IOException {
        try (TestProxy proxy = TestProxy.to(deadEndpoint(), deadEndpoint());
                TestClient client = proxy.client()) {
            HttpWire.Message answer = client.post("/", "body");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("x-slipway-reason")).isEqualTo("connect-failed");
            assertThat(client.get("/").status()).isEqualTo(503);
        }
    }

    private static Route divided(int one, int two, RouteFilter... filtersOfTwo) {
        return new Route(
                "route",
                List.of(),
                List.of(),
                RouteTimeouts.NONE,
                List.of(
                        new WeightedBackend("one", one),
                        new WeightedBackend("two", two, List.of(filtersOfTwo))));
    }

    private static Backend backend(String id, Endpoint... endpoints) {
        return new Backend(id, List.of(endpoints), Map.of());
    }

    @Test
    void goesToAnotherBackendOfTheRouteWhereConnectingFails() throws IOException {
        try (TestBackend live = TestBackend.answering(r -> TestBackend.ok(r.text()));
                TestProxy proxy = new TestProxy(TestProxy.config());
                TestClient client =
                        proxy.apply(
                                        List.of(divided(1, 1)),
                                        backend("one", deadEndpoint()),
                                        backend("two", live.endpoint("live")))
                                .client()) {
            for (int i = 0; i < 40; i++) {
                assertThat(client.post("/", "body" + i).text()).isEqualTo("body" + i);
            }
            assertThat(proxy.requests("live")).isEqualTo(40);
            assertThat(connectFailures(proxy, "dead")).isPositive();
        }
    }

    @Test
    void requestWrittenForOneBackendDoesNotGoToAnotherWithOtherFilters() throws IOException {
        RouteFilter filter =
                new RouteFilter.RequestHeaders(
                        new RouteFilter.HeaderEdit(
                                List.of(new RouteFilter.Header("X-Two", "2")),
                                List.of(),
                                List.of()));
        try (TestBackend live = TestBackend.answering(r -> TestBackend.ok("" + r.header("x-two")));
                TestProxy proxy = new TestProxy(TestProxy.config());
                TestClient client =
                        proxy.apply(
                                        List.of(divided(1, 1, filter)),
                                        backend("one", deadEndpoint()),
                                        backend("two", live.endpoint("live")))
                                .client()) {
            for (int i = 0; i < 20; i++) {
                HttpWire.Message answer = client.get("/");
                assertThat(answer.status() == 503 || answer.text().equals("2")).isTrue();
            }
        }
    }

    private static long connectFailures(TestProxy proxy, String revision) {
        return proxy.proxy().figures().traffic().stream()
                .filter(t -> t.key().revision().equals(revision))
                .mapToLong(t -> t.trouble().connectFailures())
                .sum();
    }

    /// The route is taken away, or the backend loses its weight, while a request is on its way to
    /// an endpoint that then dies: it is sent on by the latest table.
    @Test
    void followsTheLatestTableWhenItsBackendHasNoWeightAnyMore() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch mayDie = new CountDownLatch(1);
        TestBackend dying =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    arrived.countDown();
                    awaitQuietly(mayDie);
                });
        try (dying;
                TestBackend live = TestBackend.saying("live");
                TestProxy proxy = new TestProxy(TestProxy.config())) {
            Backend one = backend("one", dying.endpoint("dying"));
            Backend two = backend("two", live.endpoint("live"));
            proxy.apply(List.of(divided(1_000_000, 1)), one, two);
            try (TestClient client = proxy.client()) {
                client.request("GET /", "");
                assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
                proxy.apply(List.of(divided(0, 1)), backend("one"), two);
                mayDie.countDown();
                assertThat(client.response().text()).isEqualTo("live");
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Closes each connection when its second request comes, as a server does that has just given
    /// up waiting for one.
    private static TestBackend closingOnSecondRequest(AtomicInteger lost) {
        return TestBackend.serving((in, out, socket) -> {
            HttpWire.readRequest(in);
            out.write(Ascii.bytes(TestBackend.ok("x")));
            if (HttpWire.readRequest(in) != null) {
                lost.incrementAndGet();
            }
        });
    }

    @Test
    void repeatsIdempotentRequestsThatMetAClosingConnection() throws IOException {
        AtomicInteger lost = new AtomicInteger();
        try (TestProxy proxy = TestProxy.to(closingOnSecondRequest(lost));
                TestClient client = proxy.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
                client.request("PUT /", "Content-Length: 3\r\n").send("abc");
                assertThat(client.response().status()).isEqualTo(200);
            }
            assertThat(lost.get()).isGreaterThan(10);
            assertThat(proxy.traffic().trouble().retries()).isEqualTo(lost.get());
        }
    }

    @Test
    void neverRepeatsOthers() throws IOException {
        AtomicInteger lost = new AtomicInteger();
        try (TestProxy proxy = TestProxy.to(closingOnSecondRequest(lost));
                TestClient client = proxy.client()) {
            assertThat(client.post("/", "a").status()).isEqualTo(200);
            HttpWire.Message answer = client.post("/", "a");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("x-slipway-reason")).isEqualTo("broken-response");
            assertThat(lost.get()).isEqualTo(1);
        }
    }

    @Test
    void sendsOthersOnFreshConnectionsOnly() throws IOException {
        AtomicInteger lost = new AtomicInteger();
        try (TestBackend backend = closingOnSecondRequest(lost);
                TestProxy proxy = TestProxy.to(backend.endpoint());
                TestClient client = proxy.client()) {
            assertThat(client.post("/", "a").status()).isEqualTo(200);
            long after = System.nanoTime() + Duration.ofMillis(1100).toNanos();
            TestProxy.await(() -> System.nanoTime() > after);
            assertThat(client.post("/", "a").status()).isEqualTo(200);
            assertThat(backend.connections()).isEqualTo(2);
            assertThat(lost.get()).isZero();
        }
    }

    @Test
    void sendsWhatIsTooLargeToRepeatOnFreshConnectionsOnly() throws IOException {
        AtomicInteger lost = new AtomicInteger();
        try (TestBackend backend = closingOnSecondRequest(lost);
                TestProxy proxy = TestProxy.to(backend.endpoint());
                TestClient client = proxy.client()) {
            String body = "x".repeat(100_000);
            client.request("PUT /", "Content-Length: 100000\r\n").send(body);
            assertThat(client.response().status()).isEqualTo(200);
            long after = System.nanoTime() + Duration.ofMillis(1100).toNanos();
            TestProxy.await(() -> System.nanoTime() > after);
            client.request("PUT /", "Content-Length: 100000\r\n").send(body);
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(backend.connections()).isEqualTo(2);
        }
    }

    @Test
    void givesUpOnAnEndpointThatNeverAnswersWell() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    asked.incrementAndGet();
                });
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            assertThat(client.get("/").status()).isGreaterThanOrEqualTo(502);
            assertThat(asked.get()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void answers502ToBrokenResponses() throws IOException {
        for (String response :
                new String[] {
                    "nonsense\r\n\r\n",
                    "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                    "HTTP/1.1 999 Odd\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
                }) {
            try (TestProxy proxy = TestProxy.to(TestBackend.answering(r -> response));
                    TestClient client = proxy.client()) {
                assertThat(client.get("/").status()).as(response).isEqualTo(502);
            }
        }
    }

    @Test
    void closesConnectionsThatSayMoreThanWasAsked() throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        TestBackend backend =
                TestBackend.answering(r ->
                        TestBackend.ok("x") + (first.getAndSet(false) ? TestBackend.ok("y") : ""));
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            assertThat(client.get("/").text()).isEqualTo("x");
            assertThat(client.get("/").text()).isEqualTo("x");
        }
    }
}
