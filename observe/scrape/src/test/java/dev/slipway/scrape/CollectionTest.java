package dev.slipway.scrape;

import static org.assertj.core.api.Assertions.assertThat;

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

    private String seriesA() {
        return "a{instance=\"%s\", job=\"shop\", team=\"red\", x=\"1\"}"
                .formatted(server.address());
    }
}
