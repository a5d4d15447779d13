package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void countsRequestsByStatusBytesAndLatency() throws IOException {
        TestBackend backend =
                TestBackend.answering(request ->
                        request.target().equals("/bad")
                                ? "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n"
                                : TestBackend.ok("0123456789"));
        try (backend;
                TestProxy proxy = TestProxy.to(backend.endpoint("v1"));
                TestClient client = proxy.client()) {
            for (int i = 0; i < 10; i++) {
                client.post("/", "x".repeat(1000));
            }
            client.get("/bad");
            Figures.Traffic traffic =
                    proxy.proxy().figures().traffic().stream()
                            .filter(t ->
                                    t.key()
                                            .equals(
                                                    new Figures.Key(
                                                            "route", TestProxy.BACKEND, "v1")))
                            .findFirst()
                            .orElseThrow();
            assertThat(traffic.requests()).isEqualTo(11);
            assertThat(traffic.responses()).isEqualTo(Map.of(200, 10L, 500, 1L));
            assertThat(traffic.responses(5)).isEqualTo(1);
            assertThat(traffic.latency().count()).isEqualTo(11);
            assertThat(traffic.bytes().received()).isBetween(10_000L, 12_000L);
            assertThat(traffic.bytes().sent()).isBetween(500L, 2000L);
            Figures.Connections connections = proxy.proxy().figures().connections();
            assertThat(connections.open()).isEqualTo(1);
            assertThat(connections.upstreamOpen()).isEqualTo(1);
        }
    }

    @Test
    void namesWhatFails() throws IOException {
        TestBackend backend =
                TestBackend.answering(request ->
                        request.target().startsWith("/api/v2/items")
                                ? "HTTP/1.1 503 Broken\r\nContent-Length: 0\r\n\r\n"
                                : TestBackend.ok("fine"));
        try (backend;
                TestProxy proxy = TestProxy.to(backend.endpoint("v1"));
                TestClient client = proxy.client()) {
            client.get("/fine");
            client.get("/api/v2/items");
            client.get("/api/v2/items?id=7");
            client.get("/api/v2/items/4711");
            client.get("/api/v2/items/0b5c-9f/parts");
            client.post("/api/v2/items/" + "x".repeat(200), "");
            assertThat(failures(proxy))
                    .isEqualTo(
                            Map.of(
                                    "GET /api/v2/items 503", 2L,
                                    "GET /api/v2/items/* 503", 1L,
                                    "GET /api/v2/items/*/… 503", 1L,
                                    "POST /api/v2/items/* 503", 1L));
        }
    }

    @Test
    void namesOfFailuresAreFew() throws IOException {
        FailureCounts counts = new FailureCounts();
        for (int i = 0; i < 1000; i++) {
            counts.add("GET /" + i + " 500");
        }
        assertThat(counts.read()).hasSize(FailureCounts.NAMES_MAX);
        assertThat(counts.read()).containsEntry("GET /1 500", 1L);
        assertThat(counts.read()).containsEntry(FailureCounts.OTHER, 1000L - 63);
    }

    @Test
    void tellsAnswersCutShortByBackendsFromClientsThatWent() throws IOException {
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    out.write(Ascii.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
                });
        try (backend;
                TestProxy proxy = TestProxy.to(backend.endpoint("v1"))) {
            try (TestClient client = proxy.client()) {
                client.request("GET /", "");
                assertThat(client.head().status()).isEqualTo(200);
                TestProxy.await(() -> proxy.aborted() == 1);
            }
            assertThat(trouble(proxy).cutShort()).isEqualTo(1);
            assertThat(failures(proxy)).isEqualTo(Map.of("GET / cut-short", 1L));
        }
    }

    @Test
    void countsWhatClientsNeverSaw() throws IOException {
        TestBackend silent = TestBackend.serving((in, out, socket) -> HttpWire.readRequest(in));
        try (silent;
                TestBackend live = TestBackend.saying("x");
                TestProxy proxy = TestProxy.to(silent.endpoint("v1"), live.endpoint("v2"));
                TestClient client = proxy.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/items").status()).isEqualTo(200);
            }
            assertThat(trouble(proxy).lostAttempts()).isPositive();
            assertThat(failures(proxy)).containsOnlyKeys("GET /items lost");
            assertThat(proxy.requests("v1")).isZero();
        }
    }

    private static Figures.Trouble trouble(TestProxy proxy) {
        return ofFirst(proxy).trouble();
    }

    private static Map<String, Long> failures(TestProxy proxy) {
        return ofFirst(proxy).failures();
    }

    private static Figures.Traffic ofFirst(TestProxy proxy) {
        return proxy.proxy().figures().traffic().stream()
                .filter(t -> t.key().revision().equals("v1"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void countsWhatNoRouteFits() throws IOException {
        try (TestProxy proxy = new TestProxy(TestProxy.config()).apply(List.of());
                TestClient client = proxy.client()) {
            client.get("/");
            Figures.Traffic traffic = proxy.proxy().figures().traffic().getFirst();
            assertThat(traffic.key()).isEqualTo(new Figures.Key("", "", ""));
            assertThat(traffic.responses()).isEqualTo(Map.of(404, 1L));
        }
    }

    @Test
    void forgetsVanishedSeriesAfterTheRetention() {
        AtomicLong now = new AtomicLong();
        SeriesRegistry registry = new SeriesRegistry(1, Duration.ofNanos(10), now::get);
        Figures.Key key = new Figures.Key("old", "b", "r");
        registry.of(key).cell(0).add(Cell.REQUESTS, 1);
        RoutingTable nothing =
                new RoutingTable(RoutingSnapshot.empty(), new Upstreams(1), registry);
        registry.retain(nothing);
        now.set(8);
        registry.of(key).cell(0).add(Cell.REQUESTS, 1);
        registry.retain(nothing);
        now.set(16);
        registry.retain(nothing);
        assertThat(registry.read()).hasSize(1);
        now.set(30);
        registry.retain(nothing);
        assertThat(registry.read()).isEmpty();
    }

    @Test
    void sortsLatenciesIntoBucketsOfGrowingWidth() {
        double before = 0;
        for (int i = 0; i < LatencyHistogram.BUCKETS - 1; i++) {
            double bound = LatencyHistogram.upperBoundSeconds(i);
            assertThat(bound).isGreaterThan(before);
            assertThat(LatencyHistogram.bucket(Math.round(bound * 1e6) - 1)).isEqualTo(i);
            assertThat(LatencyHistogram.bucket(Math.round(bound * 1e6))).isEqualTo(i + 1);
            before = bound;
        }
        assertThat(LatencyHistogram.bucket(Long.MAX_VALUE)).isEqualTo(LatencyHistogram.BUCKETS - 1);
        assertThat(LatencyHistogram.bucket(0)).isZero();
    }

    @Test
    void estimatesQuantiles() {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        for (int millis = 1; millis <= 1000; millis++) {
            counts[LatencyHistogram.bucket(millis * 1000L)]++;
        }
        LatencyHistogram histogram = new LatencyHistogram(counts, 0);
        assertThat(histogram.quantileSeconds(0.5)).isCloseTo(0.5, within(0.05));
        assertThat(histogram.quantileSeconds(0.99)).isCloseTo(0.99, within(0.1));
        assertThat(new LatencyHistogram(new long[counts.length], 0).quantileSeconds(0.5)).isNaN();
    }
}
