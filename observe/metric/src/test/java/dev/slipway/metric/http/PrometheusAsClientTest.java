package dev.slipway.metric.http;

import static dev.slipway.metric.http.Served.encoded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus that federates from us, writes to us and reads from us.
final class PrometheusAsClientTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long MINUTE_MILLIS = 60_000;

    @TempDir Path folder;

    private static String configuration(String url, boolean recent) {
        URI address = URI.create(url);
        String message = recent ? "  protobuf_message: io.prometheus.write.v2.Request\n" : "";
        return """
        global: {scrape_interval: 3s}
        scrape_configs:
        - job_name: federate
          honor_labels: true
          metrics_path: %s/federate
          params: {'match[]': ['{__name__=~"temperature|odd"}']}
          static_configs: [{targets: ['%s']}]
        remote_write:
        - url: %s/api/v1/write
          queue_config: {batch_send_deadline: 1s}
        %sremote_read:
        - url: %s/api/v1/read
          read_recent: true
        """
                .formatted(address.getPath(), address.getAuthority(), url, message, url);
    }

    private static JsonNode query(Served served, String url, String query, String time)
            throws Exception {
        String path = "/api/v1/query?query=" + encoded(query) + "&time=" + time;
        HttpResponse<String> answer = served.send(HttpRequest.newBuilder(URI.create(url + path)));
        return Json.parse(answer.body().getBytes(UTF_8));
    }

    @Test
    void doesNotNoticeWhomItTalksTo() throws Exception {
        assumeTrue(
                PrometheusPeer.isInstalled("prometheus"),
                "skipped: prometheus is not installed (prometheus)");
        boolean recent = PrometheusPeer.majorVersion() >= 3;
        InstantSource clock = InstantSource.system();
        long end = clock.millis() / MINUTE_MILLIS * MINUTE_MILLIS;
        try (TimeSeriesDatabase store =
                        TimeSeriesDatabase.open(
                                folder.resolve("ours"), TsdbConfig.defaults(), clock);
                Served served = new Served(store, builder -> builder.clock(clock))) {
            HttpResponse<byte[]> written =
                    served.bytes(
                            HttpRequest.newBuilder(URI.create(served.url() + "/api/v1/write"))
                                    .header("Content-Type", "application/x-protobuf")
                                    .header("Content-Encoding", "snappy")
                                    .POST(BodyPublishers.ofByteArray(DemoSeries.remoteWrite(end))));
            assertThat(written.statusCode()).isEqualTo(204);
            try (PrometheusPeer peer =
                    new PrometheusPeer(
                            Files.createDirectory(folder.resolve("prometheus")),
                            configuration(served.url(), recent))) {
                awaitFederationWrittenBack(served);
                // Before 3.0 its remote reads know nothing of native histograms.
                String histograms = recent ? "sizes" : "up";
                for (String query : List.of("temperature", "odd[3m]", histograms)) {
                    String time = (end - 30 * MINUTE_MILLIS) / 1000 + ".5";
                    assertThat(
                                    Answers.difference(
                                            query(served, served.url(), query, time),
                                            query(served, peer.url(), query, time),
                                            false))
                            .as(query)
                            .isEmpty();
                }
            }
        }
    }

    /// Prometheus says of its scrape of ours that it went well, and says it to us.
    private static void awaitFederationWrittenBack(Served served) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String query = "scrape_samples_scraped{job=\"federate\"} > 0 and up{job=\"federate\"} == 1";
        JsonNode answer = served.json("/api/v1/query?query=" + encoded(query));
        while (answer.at("/data/result").isEmpty()) {
            assertThat(System.nanoTime())
                    .as("what Prometheus wrote to us: " + served.json("/api/v1/query?query=up"))
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            answer = served.json("/api/v1/query?query=" + encoded(query));
        }
    }
}
