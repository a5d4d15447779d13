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
    void refusesNamesThatTheSchemeOfNamesDoesNotAllow() {
        String rule =
                EXAMPLE.replace(
                                "job_name: shop",
                                "job_name: shop\n  metric_name_validation_scheme: %s")
                        .replace("target_label: b", "target_label: '%s'");
        read(rule.formatted("utf8", "a.b"));
        read(rule.formatted("legacy", "a_${1}"));
        assertThatThrownBy(() -> read(rule.formatted("legacy", "a.b")))
                .hasMessageContaining(
                        "`target_label`: found `a.b` (expected: the name of a label)");
        assertThatThrownBy(() -> read(rule.formatted("utf8", "a${")))
                .hasMessageContaining("`target_label`: found `a${`");
        String map =
                EXAMPLE.replace(
                        "{source_labels: [a], regex: 'x(.*)', target_label: b}",
                        "{action: labelmap, regex: 'x(.*)', replacement: '%s'}");
        read(map.formatted("room_$1"));
        assertThatThrownBy(() ->
                        read(
                                map.formatted("$")
                                        .replace(
                                                "job_name: shop",
                                                "job_name: shop\n  metric_name_validation_scheme: legacy")))
                .hasMessageContaining("`replacement`: found `$`");
    }

    @Test
    void refusesSizesWithoutAUnit() {
        String sized = EXAMPLE.replace("job_name: shop", "job_name: shop\n  body_size_limit: %s");
        assertThat(read(sized.formatted("10MB")).scrapeConfigs().getFirst().limits().bodyBytes())
                .isEqualTo(10 << 20);
        assertThat(read(sized.formatted("0")).scrapeConfigs().getFirst().limits().bodyBytes())
                .isZero();
        assertThatThrownBy(() -> read(sized.formatted("100")))
                .hasMessageContaining("found `100` (expected: a size with its unit");
    }

    @Test
    void refusesSelectorsThatARoleDoesNotHave() {
        String selecting =
                EXAMPLE.replace(
                        "consul_sd_configs: [{server: x}]",
                        "kubernetes_sd_configs: [{role: %s, selectors: [%s]}]");
        read(selecting.formatted("endpoints", "{role: pod, field: 'a!=b,c=d'}, {role: service}"));
        assertThatThrownBy(() -> read(selecting.formatted("pod", "{role: service}")))
                .hasMessageContaining("role `pod` cannot select `service` (expected: one of");
        assertThatThrownBy(() -> read(selecting.formatted("pod", "{role: pod}, {role: pod}")))
                .hasMessageContaining("role `pod` is selected twice");
        assertThatThrownBy(() -> read(selecting.formatted("pod", "{role: pod, field: a}")))
                .hasMessageContaining("`field`: field selector");
    }

    @Test
    void allowsPathsInAddressesThatRulesRewrite() {
        String probed = EXAMPLE.replace("localhost:9090", "http://x/y");
        assertThat(read(probed).scrapeConfigs()).hasSize(2);
        assertThatThrownBy(() -> read(probed.replace("relabel_configs", "metric_relabel_configs")))
                .hasMessageContaining("without a path");
    }

    @Test
    void refusesRemoteWriteWithoutAScheme() {
        String remote = EXAMPLE + "remote_write: [{url: '%s'}]\n";
        assertThat(read(remote.formatted("http://a/write")).remoteWrites()).hasSize(1);
        for (String wrong :
                new String[] {"localhost:9090/write", "//a/write", "/write", "ftp://a/w"}) {
            assertThatThrownBy(() -> read(remote.formatted(wrong)))
                    .hasMessageContaining("`url`: found `" + wrong + "`");
        }
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
