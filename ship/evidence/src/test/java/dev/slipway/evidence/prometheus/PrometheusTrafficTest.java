package dev.slipway.evidence.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.controller.SystemTime;
import dev.slipway.evidence.RevisionTraffic.Source;
import dev.slipway.evidence.TrafficFigures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PrometheusTrafficTest {
    private static final Source ROUTE = new Source.Route("shop", "api");
    private static final String REQUESTS =
            "reqs{ns=\"{{namespace}}\",service=~\"{{services}}\",of=\"{{source}}\"}";
    private static final String OF_CANARY = "reqs{ns=\"shop\",service=~\"api-canary\",of=\"api\"}";
    private static final String LATENCIES = "lat_bucket{v=\"{{hash}}\"}";

    /// The result of each query, as JSON.
    private final Map<String, String> results = new ConcurrentHashMap<>();

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private PrometheusClient client;
    private PrometheusTraffic traffic;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/base/api/v1/query",
                exchange -> {
                    String form =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String query =
                            URLDecoder.decode(
                                    form.substring("query=".length()), StandardCharsets.UTF_8);
                    queries.add(query);
                    byte[] body =
                            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}"
                                    .formatted(results.getOrDefault(query, ""))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        client =
                new PrometheusClient(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/"));
        traffic =
                new PrometheusTraffic(
                        client,
                        new TrafficQueries(REQUESTS, "code", LATENCIES, 0.001),
                        (namespace, hash) -> hash.equals("new") ? List.of("api-canary") : List.of(),
                        new SystemTime());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void countsWhatCountersGrewByAndWhatFailed() throws InterruptedException {
        assertThat(traffic.find(ROUTE, "new")).isEmpty();
        results.put(OF_CANARY, series("code=200,pod=a", 1_000) + "," + series("code=503,pod=a", 7));
        traffic.look();
        assertThat(traffic.find(ROUTE, "new")).as("grown before the first look").isEmpty();

        // A new pod, and one that started anew.
        results.put(
                OF_CANARY,
                String.join(
                        ",",
                        series("code=200,pod=a", 1_090),
                        series("code=503,pod=a", 2),
                        series("code=200,pod=b", 8)));
        traffic.look();

        TrafficFigures figures = traffic.find(ROUTE, "new").orElseThrow();
        assertThat(figures.requests()).isEqualTo(90 + 2 + 8);
        assertThat(figures.failures()).isEqualTo(2);
    }

    @Test
    void turnsCumulativeBucketsIntoCountsInSeconds() throws InterruptedException {
        traffic.find(ROUTE, "new");
        traffic.look();
        results.put(OF_CANARY, series("code=200", 10));
        results.put(
                "lat_bucket{v=\"new\"}",
                String.join(",", series("le=50", 6), series("le=100", 9), series("le=+Inf", 10)));
        traffic.look();

        TrafficFigures.Latencies latencies = traffic.find(ROUTE, "new").orElseThrow().latencies();
        assertThat(latencies.upperBoundsSeconds())
                .containsExactly(0.05, 0.1, Double.POSITIVE_INFINITY);
        assertThat(latencies.counts()).containsExactly(6, 3, 1);
    }

    @Test
    void asksForNothingWhereNoServiceSelectsTheVersion() throws InterruptedException {
        traffic.find(ROUTE, "old");
        traffic.look();

        assertThat(queries).isEmpty();
        assertThat(traffic.find(ROUTE, "old")).isEmpty();
    }

    @Test
    void goesOnWithoutFiguresWhilePrometheusIsAway() throws InterruptedException {
        traffic.find(ROUTE, "new");
        server.stop(0);
        traffic.look();

        assertThat(traffic.find(ROUTE, "new")).isEmpty();
        assertThatExceptionOfType(PrometheusException.class)
                .isThrownBy(() -> client.query("up"))
                .withMessageContaining("does not answer");
    }

    /// `a=b,c=d` and a value as an element of a vector.
    private static String series(String labels, int value) {
        StringBuilder metric = new StringBuilder();
        for (String label : labels.split(",")) {
            String[] pair = label.split("=");
            metric.append(metric.isEmpty() ? "" : ",");
            metric.append('"').append(pair[0]).append("\":\"").append(pair[1]).append('"');
        }
        return "{\"metric\":{%s},\"value\":[1,\"%d\"]}".formatted(metric, value);
    }
}
