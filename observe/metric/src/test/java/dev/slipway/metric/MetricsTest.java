package dev.slipway.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Mount;
import dev.slipway.model.Json;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a `prometheus.yml` does to the whole, at the start and when it is read anew.
final class MetricsTest {
    private static final String RULES =
            """
            groups:
            - name: one
              rules: [{record: a, expr: b}]
            """;

    private final SimulatedTime time = new SimulatedTime();

    @TempDir Path folder;

    @Test
    void keepsAsLongAndAsLateAsTheFileSays() throws Exception {
        configure(
                """
                storage: {tsdb: {out_of_order_time_window: 1h, retention: {time: 2d, size: 1GB}}}
                """);
        try (Metrics metrics = started()) {
            assertThat(api(metrics, "status/flags").path("storage.tsdb.retention.time").asText())
                    .isEqualTo("2d or 1073741824B");
            long now = time.now().toEpochMilli();
            assertThat(append(metrics, now)).isEqualTo(Appender.Outcome.ACCEPTED);
            assertThat(append(metrics, now - 600_000)).isEqualTo(Appender.Outcome.ACCEPTED);
            assertThat(api(metrics, "status/tsdb").path("seriesCountByMetricName").toString())
                    .contains("{\"name\":\"depth\",\"value\":1}");
        }
    }

    @Test
    void takesNothingOfAFileThatIsRefused() throws Exception {
        Files.writeString(folder.resolve("rules.yml"), RULES);
        configure("{global: {evaluation_interval: 7s}, rule_files: [rules.yml]}");
        try (Metrics metrics = started()) {
            Files.writeString(folder.resolve("rules.yml"), RULES.replace("expr: b", "expr: b +"));
            configure(
                    """
                    rule_files: [rules.yml]
                    alerting: {alertmanagers: [{static_configs: [{targets: ["other:9093"]}]}]}
                    """);

            assertThatThrownBy(metrics::reload)
                    .isInstanceOf(MetricsException.class)
                    .hasMessageContaining("rules.yml");

            assertThat(api(metrics, "alertmanagers").toString()).doesNotContain("other");
            JsonNode group = api(metrics, "rules").at("/groups/0");
            assertThat(group.at("/rules/0/query").asText()).isEqualTo("b");
            assertThat(group.path("interval").asInt()).isEqualTo(7);
        }
    }

    @Test
    void evaluatesAtTheIntervalOfTheFileAsItIsNow() throws Exception {
        Files.writeString(folder.resolve("rules.yml"), RULES);
        configure("{global: {evaluation_interval: 7s}, rule_files: [rules.yml]}");
        try (Metrics metrics = started()) {
            configure("{global: {evaluation_interval: 9s}, rule_files: [rules.yml]}");

            metrics.reload();

            assertThat(api(metrics, "rules").at("/groups/0/interval").asInt()).isEqualTo(9);
        }
    }

    @Test
    void refusesDestinationsThatCannotBeToldApart() throws Exception {
        configure("remote_write: [{url: 'http://a/w'}, {url: 'http://a/w', remote_timeout: 9s}]");

        assertThatThrownBy(this::started)
                .isInstanceOf(MetricsException.class)
                .hasMessageContaining("http://a/w twice");
    }

    @Test
    void keepsWhatIsSaidOfAMetricWhereSamplesAreSentOnToo() throws Exception {
        configure("remote_write: [{url: 'http://127.0.0.1:1/w'}]");
        try (Metrics metrics = started()) {
            try (Appender appender = metrics.store().appender()) {
                appender.describe(
                        "depth", new Metadata(Metadata.Type.GAUGE, "", "Jobs that wait."));
                appender.commit();
            }

            assertThat(api(metrics, "metadata").at("/depth/0/help").asText())
                    .isEqualTo("Jobs that wait.");
        }
    }

    private static Appender.Outcome append(Metrics metrics, long timeMillis) {
        try (Appender appender = metrics.store().appender()) {
            Appender.Outcome outcome =
                    appender.append(appender.series(Labels.of("__name__", "depth")), timeMillis, 1);
            appender.commit();
            return outcome;
        }
    }

    private void configure(String yaml) throws IOException {
        Files.writeString(folder.resolve("prometheus.yml"), yaml);
    }

    private Metrics started() {
        MetricsConfig config =
                MetricsConfig.defaults(folder.resolve("series"), "http://here")
                        .withPrometheusFile(folder.resolve("prometheus.yml"));
        Informers informers = new Informers(new MemoryCluster(time), time);
        Metrics metrics =
                Metrics.open(config, new Metrics.Surroundings(informers, List.of(), _ -> {}, time));
        metrics.start();
        return metrics;
    }

    /// The data of a successful answer.
    private static JsonNode api(Metrics metrics, String path) throws Exception {
        HttpDoor door =
                new HttpDoor(DoorConfig.console(0), List.of(new Mount("/p", metrics.api())));
        door.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + door.port() + "/p/api/v1/" + path);
            HttpRequest request = HttpRequest.newBuilder(address).build();
            return Json.parse(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body())
                    .path("data");
        } finally {
            door.close();
        }
    }
}
