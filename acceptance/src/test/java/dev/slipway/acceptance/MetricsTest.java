package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user brings the `prometheus.yml`, rules and `alertmanager.yml` that are there already, and a
/// dashboard asks as Grafana does.
final class MetricsTest {
    @TempDir Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Backend backend;

    MetricsTest() throws IOException {
        backend = new Backend();
    }

    @Test
    void scrapesEvaluatesAndAlertsFromTheFilesOfPrometheus() throws Exception {
        try (backend;
                Slipway slipway = new Slipway(home).started(files())) {
            backend.waiting(3);
            Slipway.await(
                    () -> value(slipway, "jobs_waiting").equals("3"),
                    () ->
                            "the target is not scraped: "
                                    + get(slipway, "/prometheus/api/v1/targets"));
            JsonNode target =
                    get(slipway, "/prometheus/api/v1/targets").at("/data/activeTargets/0");
            assertThat(target.path("health").asText()).isEqualTo("up");
            assertThat(target.path("labels").path("team").asText()).isEqualTo("orders");

            backend.waiting(200);
            Slipway.await(
                    () ->
                            backend.received().stream()
                                    .anyMatch(each -> each.contains("200 jobs wait in mail")),
                    () -> "nobody was told of the alert: " + backend.received());
            assertThat(value(slipway, "ALERTS{alertstate=\"firing\"}")).isEqualTo("1");
            assertThat(value(slipway, "queue:jobs_waiting:sum")).isEqualTo("200");

            slipway.run("apply", "-f", ruleObject().toString()).succeeded();
            Slipway.await(
                    () -> value(slipway, "queue:twice:sum").equals("400"),
                    "the rules of the object are not evaluated");

            assertThat(slipway.run("query", "jobs_waiting").succeeded().output())
                    .contains("QUEUE")
                    .contains("mail")
                    .contains("200");
            assertThat(
                            slipway.run("query", "jobs_waiting", "--range=5m", "--step=1s")
                                    .succeeded()
                                    .output())
                    .contains("jobs_waiting{")
                    .contains("└");
            assertThat(slipway.run("query", "sum(").output()).contains("parse error");
        }
    }

    /// The requests of Grafana's Prometheus data source: its health check, its search for what the
    /// server is, the label browser, a panel.
    @Test
    void answersADashboardAsPrometheusDoes() throws Exception {
        try (backend;
                Slipway slipway = new Slipway(home).started()) {
            JsonNode health = post(slipway, "query", "query=1%2B1&time=4");
            assertThat(health.at("/data/result/1").asText()).isEqualTo("2");
            assertThat(
                            get(slipway, "/prometheus/api/v1/status/buildinfo")
                                    .at("/data/version")
                                    .asText())
                    .startsWith("3.");
            Slipway.await(
                    () -> !value(slipway, "kube_node_info").isEmpty(),
                    "the server's own figures are not there");

            String now = String.valueOf(Instant.now().getEpochSecond());
            String before = String.valueOf(Instant.now().getEpochSecond() - 300);
            assertThat(get(slipway, "/prometheus/api/v1/label/__name__/values").toString())
                    .contains("process_resident_memory_bytes")
                    .contains("kube_node_info");
            assertThat(
                            post(
                                            slipway,
                                            "labels",
                                            "start="
                                                    + before
                                                    + "&end="
                                                    + now
                                                    + "&match%5B%5D=kube_node_info")
                                    .toString())
                    .contains("kernel_version");
            JsonNode panel =
                    post(
                            slipway,
                            "query_range",
                            "query=up&start=" + before + "&end=" + now + "&step=15");
            assertThat(panel.at("/data/resultType").asText()).isEqualTo("matrix");
            assertThat(panel.at("/data/result").toString()).contains("kube-state-metrics");
            assertThat(get(slipway, "/prometheus/api/v1/metadata?metric=kube_node_info").toString())
                    .contains("gauge");
            assertThat(raw(slipway, "/prometheus/-/ready").statusCode()).isEqualTo(200);
            assertThat(post(slipway, "query", "query=sum%28").path("errorType").asText())
                    .isEqualTo("bad_data");
        }
    }

    private String[] files() throws IOException {
        Path prometheus = home.resolve("prometheus.yml");
        Files.writeString(
                prometheus,
                """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["rules/*.yml"]
                scrape_configs:
                - job_name: worker
                  static_configs:
                  - targets: ["127.0.0.1:%d"]
                    labels: {team: orders}
                """
                        .formatted(backend.port()));
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(
                home.resolve("rules/queues.yml"),
                """
                groups:
                - name: queues
                  rules:
                  - record: queue:jobs_waiting:sum
                    expr: sum by (queue) (jobs_waiting)
                  - alert: QueueLong
                    expr: jobs_waiting > 100
                    for: 2s
                    labels: {severity: page}
                    annotations:
                      summary: "{{ $value }} jobs wait in {{ $labels.queue }}"
                """);
        Path alertmanager = home.resolve("alertmanager.yml");
        Files.writeString(
                alertmanager,
                """
                route: {receiver: hook, group_wait: 1s, group_interval: 1s}
                receivers:
                - name: hook
                  webhook_configs: [{url: "http://127.0.0.1:%d/hook"}]
                """
                        .formatted(backend.port()));
        return new String[] {
            "--prometheus-config=" + prometheus, "--alertmanager-config=" + alertmanager
        };
    }

    private Path ruleObject() throws IOException {
        return Files.writeString(
                home.resolve("rule.yaml"),
                """
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata: {name: twice}
                spec:
                  groups:
                  - name: twice
                    interval: 1s
                    rules:
                    - record: queue:twice:sum
                      expr: 2 * sum by (queue) (jobs_waiting)
                """);
    }

    /// The value of the first series that a query gives; empty if there is none.
    private String value(Slipway slipway, String query) throws IOException, InterruptedException {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        return post(slipway, "query", form).at("/data/result/0/value/1").asText("");
    }

    private JsonNode post(Slipway slipway, String endpoint, String form)
            throws IOException, InterruptedException {
        URI address = URI.create(base(slipway) + "/prometheus/api/v1/" + endpoint);
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        return new ObjectMapper()
                .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private JsonNode get(Slipway slipway, String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(raw(slipway, path).body());
    }

    private HttpResponse<String> raw(Slipway slipway, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base(slipway) + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String base(Slipway slipway) {
        return "http://127.0.0.1:" + slipway.server().path("consolePort").asInt();
    }
}
