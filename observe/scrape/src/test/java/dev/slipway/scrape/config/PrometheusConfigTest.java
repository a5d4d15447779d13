package dev.slipway.scrape.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PrometheusConfigTest {
    private static final String EXAMPLE =
            """
            global:
              scrape_interval: 15s
              external_labels: {version: 1.10}
            scrape_configs:
            - job_name: shop
              metrics_path: /figures
              basic_auth: {username: me, password: 0123}
              static_configs:
              - targets: [localhost:9090]
                labels: {team: yes}
              relabel_configs:
              - {source_labels: [a], regex: 'x(.*)', target_label: b}
            - job_name: other
              consul_sd_configs: [{server: x}]
            """;

    @Test
    void readsAJobWithWhatGlobalSays() {
        PrometheusConfig config = read(EXAMPLE);
        ScrapeConfig job = config.scrapeConfigs().getFirst();
        assertThat(job.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(job.metricsPath()).isEqualTo("/figures");
        assertThat(job.relabelRules()).hasSize(1);
    }

    @Test
    void keepsTheTextOfLabelsAsWritten() {
        PrometheusConfig config = read(EXAMPLE);
        assertThat(config.global().externalLabels().value("version")).isEqualTo("1.10");
        assertThat(config.scrapeConfigs().getFirst().discoveries().toString()).contains("yes");
    }

    @Test
    void showsNoSecrets() {
        assertThat(read(EXAMPLE).toString()).doesNotContain("0123");
    }

    @Test
    void warnsOfADiscoveryThatIsNotSupported() {
        assertThat(read(EXAMPLE).warnings().toString()).contains("14:3: `consul_sd_configs`");
    }

    @Test
    void reportsAllProblemsWithTheirPlaces() {
        String wrong =
                EXAMPLE.replace("metrics_path", "metric_path")
                        .replace("15s", "15")
                        .replace("x(.*)", "x(");
        assertThatThrownBy(() -> read(wrong))
                .hasMessageContaining("p.yml:2:20: `scrape_interval`: found `15`")
                .hasMessageContaining("p.yml:6:3: unknown key `metric_path`, did you mean")
                .hasMessageContaining("p.yml:12:");
    }

    @Test
    void failsInNoOtherWayOnDamagedText() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(EXAMPLE);
            for (int i = random.nextInt(4); i >= 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(96) + 31));
            }
            try {
                assertThat(read(text.toString())).isNotNull();
            } catch (ConfigException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }

    private static PrometheusConfig read(String text) {
        return PrometheusConfig.parse(text, "p.yml", Path.of("/etc"));
    }
}
