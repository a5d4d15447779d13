package dev.slipway.alert.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Prometheus evaluates a rule and tells our Alertmanager.
final class RealPrometheusTest {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

    @TempDir Path folder;

    private Process prometheus(int port, String expression) throws Exception {
        Path rules = folder.resolve("rules.yml");
        Files.writeString(
                rules,
                """
                groups:
                  - name: g
                    rules:
                      - {alert: Down, expr: '%s', labels: {severity: page}, annotations: {v: '{{ $value }}'}}
                """
                        .formatted(expression));
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                """
                global: {evaluation_interval: 1s, external_labels: {region: eu}}
                rule_files: [rules.yml]
                alerting:
                  alertmanagers:
                    - path_prefix: /alertmanager
                      static_configs: [{targets: ['127.0.0.1:%d']}]
                """
                        .formatted(port));
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0",
                        "--rules.alert.resend-delay=1s")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    @Test
    void itsAlertsArriveAndEnd() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "skipped: no prometheus");
        try (Served served = new Served(folder, "route: {receiver: a}\nreceivers: [{name: a}]")) {
            int port = URI.create(served.url()).getPort();
            Process process = prometheus(port, "vector(42) and on() (vector(time()) % 8 < 4)");
            try {
                JsonNode[] alerts = {served.json("/api/v2/alerts")};
                Await.until(() -> {
                    alerts[0] = served.json("/api/v2/alerts");
                    return !alerts[0].isEmpty();
                });
                assertThat(alerts[0]).as(log()).hasSize(1);
                JsonNode alert = alerts[0].path(0);
                assertThat(alert.path("labels").toString())
                        .isEqualTo(
                                "{\"alertname\":\"Down\",\"region\":\"eu\",\"severity\":\"page\"}");
                assertThat(alert.path("annotations").path("v").asText()).isEqualTo("42");
                assertThat(alert.path("status").path("state").asText()).isEqualTo("active");
                Await.until(() -> {
                    alerts[0] = served.json("/api/v2/alerts");
                    return alerts[0].isEmpty();
                });
                assertThat(alerts[0]).as(log()).isEmpty();
            } finally {
                process.destroyForcibly();
                process.onExit().join();
            }
        }
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("prometheus.log"));
    }
}
