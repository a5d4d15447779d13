package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person gets who mistypes or forgets something.
final class CommandLineTest {
    @TempDir Path home;

    @Test
    void suggestsTheCommandThatWasMeant() throws Exception {
        Slipway.Outcome outcome = new Slipway(home).run("stauts");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("slipway status");
    }

    @Test
    void saysHowToStartAServerIfNoneRuns() throws Exception {
        Slipway.Outcome outcome = new Slipway(home).run("get", "pods");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("No server runs").contains("slipway up DIR");
    }

    @Test
    void triesOutRulesWithoutAServer() throws Exception {
        write(
                "rules.yml",
                """
                groups:
                  - name: shop
                    rules:
                      - alert: TooManyErrors
                        expr: rate(errors_total[5m]) / rate(requests_total[5m]) > 0.05
                        for: 5m
                        annotations: {summary: "{{ $value | humanizePercentage }} of {{ $labels.job }}"}
                """);
        String tests =
                """
                rule_files: [rules.yml]
                tests:
                  - interval: 1m
                    input_series:
                      - {series: 'requests_total{job="api"}', values: '0+600x20'}
                      - {series: 'errors_total{job="api"}', values: '0+60x20'}
                    alert_rule_test:
                      - eval_time: 15m
                        alertname: TooManyErrors
                        exp_alerts:
                          - {exp_labels: {job: api}, exp_annotations: {summary: "10% of api"}}
                """;
        Slipway slipway = new Slipway(home);

        Slipway.Outcome right = slipway.run("metric", "test", write("right.yml", tests).toString());
        assertThat(right.exitCode()).isZero();

        String mistaken = tests.replace("10% of", "12% of");
        Slipway.Outcome wrong =
                slipway.run("metric", "test", write("wrong.yml", mistaken).toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.output())
                .contains("wrong.yml")
                .contains("10% of api")
                .contains("12% of api");
    }

    @Test
    void namesThePlaceOfEachMistakeInAManifest() throws Exception {
        Path manifest = write("broken.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n");

        try (Slipway slipway = new Slipway(home).started()) {
            assertThat(slipway.run("apply", manifest.toString()).output()).contains("broken.yaml:");

            Path typo =
                    write(
                            "typo.yaml",
                            """
                            apiVersion: apps/v1
                            kind: Deployment
                            metadata:
                              name: web
                            spec:
                              replicsa: 2
                              selector:
                                matchLabels: {app: web}
                              template:
                                metadata:
                                  labels: {app: web}
                                spec:
                                  containers:
                                    - {name: web, image: host/web}
                            """);
            assertThat(slipway.run("apply", typo.toString()).output())
                    .contains("typo.yaml:6")
                    .contains("replicsa")
                    .contains("replicas");

            Path unknown =
                    write(
                            "unknown.yaml",
                            "apiVersion: apps/v1\nkind: Deploymnet\nmetadata: {name: x}\n");
            assertThat(slipway.run("apply", unknown.toString()).output())
                    .contains("unknown.yaml:1")
                    .contains("Deployment");
            assertThat(slipway.run("get", "podz").output()).contains("Did you mean `pod");
        }
    }

    @Test
    void refusesASecondServerOnTheSameFolder() throws Exception {
        try (Slipway slipway = new Slipway(home).started()) {
            Slipway.Outcome second =
                    slipway.run(
                            "server",
                            "--api-port=0",
                            "--console-port=0",
                            "--edge-port=0",
                            "--edge-tls-port=0");

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output()).contains(Long.toString(slipway.serverProcess().pid()));
        }
    }

    @Test
    void namesTheFlagOfAPortThatIsTaken() throws Exception {
        try (Slipway slipway = new Slipway(home).started();
                Slipway other = new Slipway(Files.createDirectory(home.resolve("other")))) {
            String port = slipway.server().path("consolePort").asText();
            Slipway.Outcome outcome =
                    other.run(
                            "server",
                            "--api-port=0",
                            "--console-port=" + port,
                            "--edge-port=0",
                            "--edge-tls-port=0");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.output()).contains(port).contains("--console-port");
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }
}
