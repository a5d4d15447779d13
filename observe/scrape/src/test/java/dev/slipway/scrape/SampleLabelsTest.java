package dev.slipway.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.scrape.config.GlobalConfig;
import dev.slipway.scrape.config.NameValidation;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.config.ScrapeConfigBuilder;
import dev.slipway.scrape.relabel.RelabelRule;
import dev.slipway.series.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleLabelsTest {
    private static final Labels TARGET = Labels.of("job", "shop", "instance", "a:1");

    private static ScrapeConfigBuilder job() {
        return ScrapeConfig.job("shop", GlobalConfig.DEFAULT);
    }

    private static String labels(ScrapeConfigBuilder job, Labels exposed, String... valueless) {
        return String.valueOf(
                new SampleLabels(TARGET, job.build()).of(exposed, List.of(valueless)));
    }

    @Test
    void addsThoseOfTheTarget() {
        assertThat(labels(job(), Labels.of("__name__", "m", "x", "1")))
                .isEqualTo("m{instance=\"a:1\", job=\"shop\", x=\"1\"}");
    }

    @Test
    void renamesExposedOnesThatAreInTheWay() {
        assertThat(labels(job(), Labels.of("__name__", "m", "job", "in", "exported_job", "deep")))
                .isEqualTo(
                        "m{exported_exported_job=\"in\", exported_job=\"deep\", instance=\"a:1\","
                                + " job=\"shop\"}");
    }

    @Test
    void believesATargetThatIsToBeBelieved() {
        assertThat(labels(job().honorLabels(true), Labels.of("__name__", "m", "job", "in")))
                .isEqualTo("m{instance=\"a:1\", job=\"in\"}");
        assertThat(labels(job().honorLabels(true), Labels.of("__name__", "m"), "instance"))
                .isEqualTo("m{job=\"shop\"}");
    }

    @Test
    void dropsAndRenamesByTheRulesOfTheJob() {
        ScrapeConfigBuilder job =
                job().metricRelabelRules(
                                List.of(
                                        RelabelRule.filter(
                                                RelabelRule.Action.DROP,
                                                List.of("__name__"),
                                                "go_.*"),
                                        RelabelRule.set("__name__", "other")));
        assertThat(labels(job, Labels.of("__name__", "go_x"))).isEqualTo("null");
        assertThat(labels(job, Labels.of("__name__", "m"))).startsWith("other{");
    }

    @Test
    void refusesNamesThatAreNone() {
        ScrapeConfigBuilder legacy = job().nameValidation(NameValidation.LEGACY);
        assertThatThrownBy(() -> labels(legacy, Labels.of("__name__", "a.b")))
                .hasMessage("invalid metric name: a.b");
        assertThatThrownBy(() -> labels(legacy, Labels.of("__name__", "m", "a.b", "1")))
                .hasMessage("invalid label name: a.b");
        ScrapeConfigBuilder nameless =
                job().metricRelabelRules(List.of(RelabelRule.set("__name__", "")));
        assertThatThrownBy(() -> labels(nameless, Labels.of("__name__", "m")))
                .hasMessageStartingWith("sample without a metric name");
    }
}
