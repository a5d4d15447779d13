package dev.slipway.metric.http;

import static dev.slipway.metric.http.Served.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.Metadata;
import dev.slipway.series.SeriesExemplars;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The requests that Grafana's Prometheus data source sends, with its headers, in the order of
/// adding a data source and opening Explore.
final class GrafanaTest {
    private static final String START = "1699999700";
    private static final String END = "1700000000";

    private final Served served =
            new Served(
                    new MemorySeries(),
                    builder ->
                            builder.metadata(() ->
                                            Map.of(
                                                    "http_requests_total",
                                                    new Metadata(
                                                            Metadata.Type.COUNTER,
                                                            "",
                                                            "Requests.")))
                                    .exemplars(GrafanaTest::exemplars));

    private static List<SeriesExemplars> exemplars(
            List<List<Matcher>> selectors, long startMillis, long endMillis) {
        assertThat(selectors).hasSize(1);
        assertThat(endMillis - startMillis).isEqualTo(300_000);
        return List.of(
                new SeriesExemplars(
                        Served.labels("http_requests_total,job=web"),
                        List.of(new Exemplar(Labels.of("trace_id", "abc"), 0.25, Served.NOW))));
    }

    @BeforeEach
    void write() {
        served.write("http_requests_total,job=web,code=200", 15_000, 0, 15, 30, 45, 60);
        served.write("http_requests_total,job=web,code=500", 15_000, 0, 1, 1, 2, 2);
        served.write("up,job=web", 15_000, 1, 1, 1, 1, 1);
    }

    @AfterEach
    void close() {
        served.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(served.url() + path))
                .header("User-Agent", "Grafana/12.1.0")
                .header("X-Grafana-Org-Id", "1");
    }

    private JsonNode post(String path, String form) throws Exception {
        return answer(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private JsonNode get(String path) throws Exception {
        return answer(request(path));
    }

    private JsonNode answer(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = served.send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode json = Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
        assertThat(json.path("status").asText()).isEqualTo("success");
        return json.path("data");
    }

    @Test
    void findsTheServerHealthy() throws Exception {
        JsonNode sum = post("/api/v1/query", "query=1%2B1&time=4");
        assertThat(sum.toString()).isEqualTo("{\"resultType\":\"scalar\",\"result\":[4,\"2\"]}");
        JsonNode build = get("/api/v1/status/buildinfo");
        assertThat(build.path("version").asText()).startsWith("3.");
        assertThat(build.has("features")).isFalse();
    }

    @Test
    void browsesLabels() throws Exception {
        String range = "start=" + START + "&end=" + END;
        assertThat(post("/api/v1/labels", range + "&limit=40000").toString())
                .isEqualTo("[\"__name__\",\"code\",\"job\"]");
        assertThat(get("/api/v1/label/__name__/values?" + range + "&limit=40000").toString())
                .isEqualTo("[\"http_requests_total\",\"up\"]");
        String selector = encoded("http_requests_total{job=\"web\"}");
        assertThat(
                        get("/api/v1/label/code/values?" + range + "&match%5B%5D=" + selector)
                                .toString())
                .isEqualTo("[\"200\",\"500\"]");
        assertThat(post("/api/v1/series", range + "&match%5B%5D=" + selector)).hasSize(2);
    }

    @Test
    void readsDescriptions() throws Exception {
        assertThat(get("/api/v1/metadata?limit=40000").toString())
                .isEqualTo(
                        "{\"http_requests_total\":[{\"type\":\"counter\",\"help\":\"Requests.\","
                                + "\"unit\":\"\"}]}");
    }

    @Test
    void drawsAGraph() throws Exception {
        JsonNode data =
                post(
                        "/api/v1/query_range",
                        "query="
                                + encoded("sum by (code) (http_requests_total)")
                                + "&start="
                                + START
                                + "&end="
                                + END
                                + "&step=15");
        assertThat(data.path("resultType").asText()).isEqualTo("matrix");
        assertThat(data.at("/result/0/metric").toString()).isEqualTo("{\"code\":\"200\"}");
        JsonNode values = data.at("/result/0/values");
        assertThat(values.get(values.size() - 1).toString()).isEqualTo("[1700000000,\"60\"]");
    }

    @Test
    void asksForExemplarsAndRules() throws Exception {
        String query = "query=" + encoded("rate(http_requests_total[1m])");
        assertThat(
                        get("/api/v1/query_exemplars?" + query + "&start=" + START + "&end=" + END)
                                .toString())
                .isEqualTo(
                        "[{\"seriesLabels\":{\"__name__\":\"http_requests_total\",\"job\":\"web\"},"
                                + "\"exemplars\":[{\"labels\":{\"trace_id\":\"abc\"},"
                                + "\"value\":\"0.25\",\"timestamp\":1700000000}]}]");
        assertThat(get("/api/v1/rules").toString()).isEqualTo("{\"groups\":[]}");
        assertThat(get("/api/v1/alerts").toString()).isEqualTo("{\"alerts\":[]}");
    }

    @Test
    void takesCompressedAnswers() throws Exception {
        HttpResponse<byte[]> response =
                served.bytes(
                        request(
                                        "/api/v1/query_range?query=up&start="
                                                + START
                                                + "&end="
                                                + END
                                                + "&step=1")
                                .header("Accept-Encoding", "gzip"));
        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        byte[] plain =
                new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(response.body()))
                        .readAllBytes();
        assertThat(Json.parse(plain).at("/data/result")).hasSize(1);
    }
}
