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
