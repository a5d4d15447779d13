package dev.slipway.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.scrape.TargetLabels.Result;
import dev.slipway.scrape.config.GlobalConfig;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.config.ScrapeConfigBuilder;
import dev.slipway.scrape.relabel.RelabelRule;
import dev.slipway.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TargetLabelsTest {
    private static ScrapeConfigBuilder job() {
        return ScrapeConfig.job("shop", GlobalConfig.DEFAULT);
    }

    private static Target target(ScrapeConfigBuilder job, String... labels) {
        Result result = TargetLabels.of(Labels.of(labels), job.build());
        assertThat(result).isInstanceOf(Result.Kept.class);
        return ((Result.Kept) result).target();
    }

    private static String refusal(ScrapeConfigBuilder job, String... labels) {
        Result result = TargetLabels.of(Labels.of(labels), job.build());
        assertThat(result).isInstanceOf(Result.Refused.class);
        return ((Result.Refused) result).reason();
    }

    @Test
    void givesATargetItsJobAndInstance() {
        Target target = target(job(), "__address__", "a:1", "__meta_x", "y");
        assertThat(target.labels()).isEqualTo(Labels.of("job", "shop", "instance", "a:1"));
        assertThat(target.url()).hasToString("http://a:1/metrics");
        assertThat(target.discovered().value("__scrape_timeout__")).isEqualTo("10s");
        assertThat(target.discovered().value("__meta_x")).isEqualTo("y");
        assertThat(target(job(), "__address__", "a", "instance", "i", "job", "j").labels())
                .isEqualTo(Labels.of("job", "j", "instance", "i"));
    }

    @Test
    void letsLabelsSayHowToScrape() {
        Target target =
                target(
                        job().parameters(Map.of("m", List.of("a b", "c"), "z", List.of("1"))),
                        "__address__",
                        "[::1]:80",
                        "__scheme__",
                        "https",
                        "__metrics_path__",
                        "figures",
                        "__param_q",
                        "x/y",
                        "__scrape_interval__",
                        "5s",
                        "__scrape_timeout__",
                        "1s");
        assertThat(target.url()).hasToString("https://[::1]:80/figures?m=a+b&m=c&q=x%2Fy&z=1");
        assertThat(target.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void letsRulesChangeTheFirstOfSeveralValuesOfAParameter() {
        ScrapeConfigBuilder job =
                job().parameters(Map.of("m", List.of("a", "b")))
                        .relabelRules(List.of(RelabelRule.set("__param_m", "n")));
        assertThat(target(job, "__address__", "a:1").url())
                .hasToString("http://a:1/metrics?m=n&m=b");
    }

    @Test
    void saysWhyATargetCannotBeScraped() {
        assertThat(refusal(job(), "x", "y")).isEqualTo("no address");
        assertThat(refusal(job(), "__address__", "a b:1")).contains("is no URL");
        assertThat(refusal(job(), "__address__", "a:99999")).contains("is no URL");
        assertThat(refusal(job(), "__address__", "a:1", "__scheme__", "ftp")).contains("no URL");
        assertThat(refusal(job(), "__address__", "a:1", "__scrape_interval__", "soon"))
                .startsWith("__scrape_interval__: `soon`");
        assertThat(refusal(job(), "__address__", "a:1", "__scrape_interval__", "1s"))
                .startsWith("scrape timeout 10s, interval 1s");
    }

    @Test
    void dropsWhatTheRulesDrop() {
        RelabelRule rule = RelabelRule.filter(RelabelRule.Action.KEEP, List.of("x"), "y");
        ScrapeConfig config = job().relabelRules(List.of(rule)).build();
        assertThat(TargetLabels.of(Labels.of("__address__", "a:1"), config))
                .isInstanceOf(Result.Dropped.class);
    }

    @Test
    void spreadsTargetsOverTheInterval() {
        Set<Long> moments = new HashSet<>();
        Instant now = Instant.ofEpochSecond(1_000_000_000);
        for (int i = 0; i < 60; i++) {
            Target target = target(job(), "__address__", "host" + i + ":1");
            ScrapeSchedule schedule = ScrapeSchedule.of(target, 1);
            Instant next = schedule.next(now);
            assertThat(Duration.between(now, next)).isBetween(Duration.ZERO, target.interval());
            assertThat(schedule.next(next)).isEqualTo(next.plus(target.interval()));
            moments.add(Duration.between(now, next).toSeconds() / 10);
        }
        assertThat(moments).hasSize(6);
    }

    @Test
    void givesSamplesThePlannedTimeIfTheyAreHardlyLate() {
        ScrapeSchedule schedule = ScrapeSchedule.of(target(job(), "__address__", "a:1"), 1);
        Instant planned = Instant.ofEpochMilli(5_000);
        assertThat(schedule.sampleMillis(planned, planned.plusMillis(2))).isEqualTo(5_000);
        assertThat(schedule.sampleMillis(planned, planned.plusMillis(3))).isEqualTo(5_003);
        assertThat(schedule.sampleMillis(planned, planned.minusMillis(1))).isEqualTo(4_999);
    }
}
