package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Copies of requests, through a real proxy.
class MirrorTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final BlockingQueue<HttpWire.Message> mirrored = new LinkedBlockingQueue<>();

    private static RouteFilter mirror(String backend, int percent, Duration timeout) {
        return new RouteFilter.Mirror(backend, percent, 100, timeout);
    }

    private static Route route(RouteFilter... filters) {
        return new Route(
                "route",
                List.of(),
                List.of(filters),
                RouteTimeouts.NONE,
                List.of(new WeightedBackend(TestProxy.BACKEND, 1)));
    }

    private static TestProxy proxy(TestBackend real, TestBackend mirror, RouteFilter... filters) {
        return new TestProxy(TestProxy.config())
                .apply(
                        List.of(route(filters)),
                        new Backend(TestProxy.BACKEND, List.of(real.endpoint("v1")), Map.of()),
                        new Backend("mirror", List.of(mirror.endpoint("v2")), Map.of()));
    }

    private TestBackend recording(TestBackend.Answer answer) {
        return TestBackend.answering(request -> {
            mirrored.add(request);
            return answer.to(request);
        });
    }

    private HttpWire.Message arrived() throws InterruptedException {
        HttpWire.Message found = mirrored.poll(60, TimeUnit.SECONDS);
        assertThat(found).isNotNull();
        return java.util.Objects.requireNonNull(found);
    }

    private static Figures.Mirrored figures(TestProxy proxy, String revision) {
        return proxy.proxy().figures().mirrored().stream()
                .filter(m -> m.key().equals(new Figures.Key("route", "mirror", revision)))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitMirrored(TestProxy proxy, String revision, long sent) {
        TestProxy.await(() ->
                proxy.proxy().figures().mirrored().stream()
                        .filter(m -> m.key().revision().equals(revision))
                        .anyMatch(m ->
                                m.copies().sent() == sent
                                        && m.copies().failed()
                                                        + m.comparison().compared()
                                                        + m.comparison().notCompared()
                                                == sent));
    }

    @Test
    void copiesWholeRequestsAndKeepsTheirAnswersToItself() throws Exception {
        try (TestBackend real = TestBackend.answering(r -> TestBackend.ok("real" + r.text()));
                TestBackend mirror = recording(r -> TestBackend.ok("mirrored"));
                TestProxy proxy = proxy(real, mirror, mirror("mirror", 100, LONG));
                TestClient client = proxy.client()) {
            assertThat(client.request("GET /a?b=c", "X-One: 1\r\n").response().text())
                    .isEqualTo("real");
            HttpWire.Message get = arrived();
            assertThat(get.line()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(get.header("x-one")).isEqualTo("1");
            assertThat(client.post("/", "body").text()).isEqualTo("realbody");
            assertThat(arrived().text()).isEqualTo("body");
            client.request("PUT /", "Transfer-Encoding: chunked\r\n").send("3\r\nabc\r\n0\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("realabc");
            assertThat(arrived().text()).isEqualTo("abc");
            awaitMirrored(proxy, "v2", 3);
            Figures.Mirrored figures = figures(proxy, "v2");
            assertThat(figures.comparison().same()).isEqualTo(3);
            assertThat(figures.responses()).isEqualTo(Map.of(200, 3L));
            assertThat(figures.latency().count()).isEqualTo(3);
            assertThat(proxy.requests("v2")).as("no traffic of its own").isZero();
            assertThat(proxy.requests("v1")).isEqualTo(3);
        }
    }

    @Test
    void comparesStatusAndShape() throws Exception {
        Map<String, String> answers =
                Map.of(
                        "/same", json("{\"a\": 7, \"b\": [{\"c\": \"other\"}, {\"c\": \"z\"}]}"),
                        "/shape", json("{\"a\": \"7\", \"b\": [{\"c\": \"x\"}]}"),
                        "/field", json("{\"a\": 1, \"b\": [{\"c\": \"x\", \"d\": 1}]}"),
                        "/type", TestBackend.ok("{\"a\": 1, \"b\": [{\"c\": \"x\"}]}"),
                        "/broken", json("{\"a\": 1, \"b\": [{\"c\": \"x\""),
                        "/status", "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
        String real = json("{\"b\": [{\"c\": \"x\"}], \"a\": 1}");
        try (TestBackend backend = TestBackend.answering(r -> real);
                TestBackend mirror =
                        TestBackend.answering(r -> answers.getOrDefault(r.target(), real));
                TestProxy proxy = proxy(backend, mirror, mirror("mirror", 100, LONG));
                TestClient client = proxy.client()) {
            for (String path : answers.keySet()) {
                assertThat(client.get(path).status()).isEqualTo(200);
            }
            awaitMirrored(proxy, "v2", 6);
            assertThat(figures(proxy, "v2").comparison())
                    .isEqualTo(new Figures.Comparison(1, 1, 4, 0));
            assertThat(figures(proxy, "v2").responses()).isEqualTo(Map.of(200, 5L, 500, 1L));
        }
    }

    private static String json(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length())
                + "\r\n"
                + body
                + "\r\n0\r\n\r\n";
    }

    @Test
    void hangingMirrorsDelayNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        TestBackend hanging =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
        try (TestBackend real = TestBackend.saying("real");
                hanging;
                TestProxy proxy =
                        proxy(real, hanging, mirror("mirror", 100, Duration.ofMillis(200)));
                TestClient client = proxy.client()) {
            for (int i = 0; i < 300; i++) {
                assertThat(client.post("/", "x").text()).isEqualTo("real");
            }
            TestProxy.await(() -> {
                Figures.Mirrored v2 = figures(proxy, "v2");
                return v2.copies().sent() > 0 && v2.copies().failed() == v2.copies().sent();
            });
            long sent = figures(proxy, "v2").copies().sent();
            long skipped =
                    proxy.proxy().figures().mirrored().stream()
                            .mapToLong(m -> m.copies().skipped())
                            .sum();
            assertThat(sent + skipped).isEqualTo(300);
            TestProxy.await(() -> proxy.proxy().inFlight("127.0.0.1", hanging.port()) == 0);
            end.countDown();
        }
    }

    @Test
    void mirrorsThatFailAreCountedOnly() throws Exception {
        try (TestBackend real = TestBackend.saying("real");
                TestBackend closing = TestBackend.serving((in, out, socket) -> socket.close());
                TestBackend nonsense = TestBackend.answering(r -> "nonsense\r\n\r\n");
                TestProxy proxy =
                        proxy(
                                real,
                                closing,
                                mirror("mirror", 100, LONG),
                                mirror("nonsense", 100, LONG),
                                mirror("missing", 100, LONG))) {
            proxy.apply(
                    List.of(
                            route(
                                    mirror("mirror", 100, LONG),
                                    mirror("nonsense", 100, LONG),
                                    mirror("missing", 100, LONG))),
                    new Backend(TestProxy.BACKEND, List.of(real.endpoint("v1")), Map.of()),
                    new Backend("mirror", List.of(closing.endpoint("v2")), Map.of()),
                    new Backend("nonsense", List.of(nonsense.endpoint("v3")), Map.of()));
            try (TestClient client = proxy.client()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/").text()).isEqualTo("real");
                }
                TestProxy.await(() ->
                        proxy.proxy().figures().mirrored().stream()
                                        .mapToLong(m -> m.copies().failed())
                                        .sum()
                                == 60);
            }
        }
    }

    @Test
    void copiesAShare() throws Exception {
        try (TestBackend real = TestBackend.saying("real");
                TestBackend mirror = TestBackend.saying("mirrored");
                TestProxy proxy = proxy(real, mirror, mirror("mirror", 20, LONG));
                TestClient client = proxy.client()) {
            for (int i = 0; i < 1000; i++) {
                client.get("/");
            }
            TestProxy.await(() -> figures(proxy, "v2").copies().sent() > 0);
            assertThat(figures(proxy, "v2").copies().sent()).isBetween(120L, 290L);
        }
    }

    @Test
    void largeBodiesAreNotCopied() throws Exception {
        try (TestBackend real = TestBackend.answering(r -> TestBackend.ok("" + r.body().length));
                TestBackend mirror = recording(r -> TestBackend.ok("mirrored"));
                TestProxy proxy = proxy(real, mirror, mirror("mirror", 100, LONG));
                TestClient client = proxy.client()) {
            assertThat(client.post("/", "x".repeat(200_000)).text()).isEqualTo("200000");
            assertThat(client.post("/", "x".repeat(60_000)).text()).isEqualTo("60000");
            assertThat(arrived().body()).hasSize(60_000);
            assertThat(figures(proxy, "").copies().tooLarge()).isEqualTo(1);
        }
    }

    @Test
    void mirrorOfADyingBackendComesToNothing() throws Exception {
        try (TestBackend real = TestBackend.serving((in, out, socket) -> HttpWire.readRequest(in));
                TestBackend mirror = TestBackend.saying("mirrored");
                TestProxy proxy = proxy(real, mirror, mirror("mirror", 100, LONG));
                TestClient client = proxy.client()) {
            assertThat(client.post("/", "x").status()).isEqualTo(502);
            awaitMirrored(proxy, "v2", 1);
            assertThat(figures(proxy, "v2").comparison().notCompared()).isEqualTo(1);
        }
    }

    @Test
    void closingTheProxyEndsCopiesUnderWay() throws Exception {
        CountDownLatch arrivals = new CountDownLatch(3);
        TestBackend hanging =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    arrivals.countDown();
                    in.readAllBytes();
                });
        try (TestBackend real = TestBackend.saying("real");
                hanging;
                TestProxy proxy = proxy(real, hanging, mirror("mirror", 100, LONG));
                TestClient client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.post("/", "x").text()).isEqualTo("real");
            }
            assertThat(arrivals.await(60, TimeUnit.SECONDS)).isTrue();
        }
        TestProxy.await(() -> hanging.openConnections() == 0);
    }
}
