package dev.slipway.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class CollectionTest {
    private final Scraping scraping = Scraping.inStep();
    private final ExposingServer server =
            new ExposingServer("# TYPE a counter\na{x=\"1\"} 3\nb 4\n");

    @AfterEach
    void close() {
        scraping.close();
        server.close();
    }

    private String job(String more) {
        return """
        global: {scrape_interval: 15s}
        scrape_configs:
        - job_name: shop
          static_configs: [{targets: ['%s'], labels: {team: red}}]
          %s
        """
                .formatted(server.address(), more);
    }

    private String series(String name) {
        return "%s{instance=\"%s\", job=\"shop\", team=\"red\"}".formatted(name, server.address());
    }

    private TargetStatus scrape() {
        return scraping.awaitScrape(server.address());
    }

    @Test
    void storesSamplesAndHowTheScrapeWent() {
        scraping.start(job("")).awaitTargets(1);
        assertThat(scrape().health()).isEqualTo(TargetStatus.Health.UP);
        assertThat(scraping.newest())
                .containsEntry(series("b"), 4.0)
                .containsEntry(series("up"), 1.0)
                .containsEntry(series("scrape_samples_scraped"), 2.0)
                .containsEntry(series("scrape_samples_post_metric_relabeling"), 2.0)
                .containsEntry(series("scrape_series_added"), 2.0)
                .containsKey(series("scrape_duration_seconds"))
                .hasSize(7);
    }

    @Test
    void marksASeriesThatVanishes() {
        scraping.start(job("")).awaitTargets(1);
        scrape();
        server.exposes("b 5\nc 6\n");
        scrape();
        assertThat(scraping.isStale(seriesA())).isTrue();
        assertThat(scraping.newest())
                .containsEntry(series("b"), 5.0)
                .containsEntry(series("c"), 6.0)
                .containsEntry(series("scrape_series_added"), 1.0);
    }

    @Test
    void marksAllSeriesWhenAScrapeFails() {
        scraping.start(job("")).awaitTargets(1);
        scrape();
        server.answersWith(500);
        assertThat(scrape().lastError()).contains("500");
        assertThat(scraping.isStale(series("b"))).isTrue();
        assertThat(scraping.isStale(seriesA())).isTrue();
        assertThat(scraping.newest()).containsEntry(series("up"), 0.0);
    }

    @Test
    void goesOnWhenTheStoreHasFailed() {
        scraping.start(job("")).awaitTargets(1);
        scrape();
        scraping.faulty.failing = true;
        server.exposes("a{x=\"1\"} 4\nc 1\n");
        assertThat(scrape().lastError()).isEqualTo("samples cannot be stored: the disk is full");
        scraping.faulty.failing = false;
        assertThat(scrape().lastError()).isEmpty();
        scrape();
        assertThat(scraping.samples(seriesA())).containsExactly(3.0, 4.0, 4.0);
        assertThat(scraping.samples(series("c"))).containsExactly(1.0, 1.0);
    }

    @Test
    void makesSeriesAgainThatTheStoreHasForgotten() {
        scraping.start(job("")).awaitTargets(1);
        scrape();
        scraping.faulty.forgetful = true;
        assertThat(scrape().lastError()).isEmpty();
        assertThat(scraping.samples(seriesA())).containsExactly(3.0, 3.0);
        assertThat(scraping.samples(series("up"))).containsExactly(1.0, 1.0);
        assertThat(scraping.newest()).containsEntry(series("scrape_series_added"), 0.0);
    }

    @Test
    void handsOnExemplarsAndWhatIsSaidOfMetrics() {
        server.exposes(
                "application/openmetrics-text; version=1.0.0",
                """
                # TYPE orders counter
                # HELP orders All.
                orders_total 1 # {trace_id="x"} 0.5 12.5
                orders_total{a="b"} 1 # {trace_id="y"} 0.5
                # EOF
                """
                        .getBytes(UTF_8));
        scraping.start(job("")).awaitTargets(1);
        TargetStatus status = scrape();
        assertThat(status.lastError()).isEmpty();
        assertThat(scraping.faulty.metadata)
                .contains(new Metadata(Metadata.Type.COUNTER, "", "All."));
        assertThat(scraping.faulty.exemplars)
                .contains(new Exemplar(Labels.of("trace_id", "x"), 0.5, 12_500))
                .extracting(Exemplar::timeMillis)
                .contains(Objects.requireNonNull(status.lastScrape()).toEpochMilli());
    }

    @Test
    void keepsTimesOfTheTargetUnlessToldOtherwise() {
        long early = scraping.time.now().toEpochMilli() - 60_000;
        long future = early + 3_600_000;
        server.exposes("old 1 %d\nahead 1 %d\n".formatted(early, future));
        scraping.start(job("")).awaitTargets(1);
        scrape();
        server.exposes("b 1\n");
        scrape();
        assertThat(scraping.samples(series("old"))).containsExactly(1.0);
        assertThat(scraping.samples(series("ahead"))).isEmpty();
        server.exposes("old 1 %d\nahead 1 %d\n".formatted(early, future));
        scraping.collection.reload(Scraping.parse(job("honor_timestamps: false")));
        scraping.time.advance(Duration.ofSeconds(1));
        scrape();
        assertThat(scraping.samples(series("ahead"))).hasSize(1);
    }

    @Test
    void addsMoreOfTheScrapeIfWanted() {
        scraping.start(job("extra_scrape_metrics: true")).awaitTargets(1);
        scrape();
        assertThat(scraping.newest())
                .containsEntry(series("scrape_timeout_seconds"), 10.0)
                .containsEntry(series("scrape_sample_limit"), 0.0)
                .containsEntry(series("scrape_body_size_bytes"), 32.0);
    }

    @Test
    void asksNoTargetOfAJobThatHasTooMany() {
        scraping.start(job("target_limit: 1").replace("']", "', 'localhost:1']")).awaitTargets(2);
        assertThat(scrape().lastError())
                .isEqualTo("target_limit exceeded (number of targets: 2, limit: 1)");
        assertThat(server.requests()).isEmpty();
    }

    private String seriesA() {
        return "a{instance=\"%s\", job=\"shop\", team=\"red\", x=\"1\"}"
                .formatted(server.address());
    }
}
