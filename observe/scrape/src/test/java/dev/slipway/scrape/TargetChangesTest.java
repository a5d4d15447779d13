package dev.slipway.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Targets that come, change and go.
@Timeout(120)
final class TargetChangesTest {
    private final Scraping scraping = Scraping.inStep();
    private final ExposingServer server = new ExposingServer("a 1\n");
    private final ExposingServer other = new ExposingServer("b 1\n");

    @TempDir private Path folder;

    @AfterEach
    void close() {
        scraping.close();
        server.close();
        other.close();
    }

    private String jobs(String more, String... addresses) {
        return """
        global: {scrape_interval: 10s}
        scrape_configs:
        - job_name: shop
          static_configs: [{targets: ['%s']}]
          %s
        """
                .formatted(String.join("', '", addresses), more);
    }

    private String series(String name, ExposingServer exposing) {
        return "%s{instance=\"%s\", job=\"shop\"}".formatted(name, exposing.address());
    }

    private void reload(String yaml) {
        scraping.collection.reload(Scraping.parse(yaml));
        scraping.time.advance(Duration.ZERO);
    }

    private boolean isStale(String series) {
        return scraping.isStale(series);
    }

    @Test
    void leavesTargetsAloneThatAReloadDoesNotChange() {
        scraping.start(jobs("", server.address())).awaitTargets(1);
        Instant scraped = scraping.awaitScrape(server.address()).lastScrape();
        reload(jobs("", server.address(), other.address()));
        scraping.awaitTargets(2);
        assertThat(scraping.status(server.address()).lastScrape()).isEqualTo(scraped);
    }

    @Test
    void goesOnWithTheSeriesOfATargetThatIsScrapedInAnotherWay() {
        server.exposes("a 1\nb 1\n");
        scraping.start(jobs("", server.address())).awaitTargets(1);
        scraping.awaitScrape(server.address());
        String drop =
                "metric_relabel_configs: [{source_labels: [__name__], regex: b, action: drop}]";
        reload(jobs(drop, server.address()));
        scraping.awaitScrape(server.address());
        assertThat(isStale(series("b", server))).isTrue();
        assertThat(scraping.samples(series("a", server))).containsExactly(1.0, 1.0);
        scraping.time.advance(Duration.ofSeconds(40));
        assertThat(isStale(series("a", server))).isFalse();
        assertThat(isStale(series("up", server))).isFalse();
    }

    @Test
    void marksTheSeriesOfATargetThatIsGoneOnceItDoesNotComeBack() {
        scraping.start(jobs("", server.address(), other.address())).awaitTargets(2);
        scraping.awaitScrape(server.address());
        reload(jobs("", other.address()));
        scraping.awaitTargets(1);
        scraping.time.advance(Duration.ofSeconds(15));
        assertThat(isStale(series("a", server))).isFalse();
        scraping.time.advance(Duration.ofSeconds(10));
        assertThat(isStale(series("a", server))).isTrue();
        assertThat(isStale(series("up", server))).isTrue();
        assertThat(isStale(series("up", other))).isFalse();
    }

    @Test
    void marksNothingOfATargetThatComesBack() {
        scraping.start(jobs("", server.address(), other.address())).awaitTargets(2);
        scraping.awaitScrape(server.address());
        reload(jobs("", other.address()));
        scraping.awaitTargets(1);
        reload(jobs("", server.address(), other.address()));
        scraping.awaitTargets(2);
        scraping.time.advance(Duration.ofSeconds(60));
        List<Double> samples = scraping.samples(series("a", server));
        assertThat(samples).hasSizeGreaterThan(5).containsOnly(1.0);
    }

    @Test
    void marksTheSeriesOfAJobThatIsGone() {
        scraping.start(jobs("", server.address())).awaitTargets(1);
        scraping.awaitScrape(server.address());
        reload("scrape_configs: []");
        scraping.awaitTargets(0);
        assertThat(scraping.collection.targets().pools()).containsExactly("kubernetes-pods");
        scraping.time.advance(Duration.ofSeconds(30));
        assertThat(isStale(series("a", server))).isTrue();
    }

    @Test
    void marksNothingWhenTheServerEnds() {
        scraping.start(jobs("", server.address())).awaitTargets(1);
        scraping.awaitScrape(server.address());
        scraping.collection.close();
        scraping.time.advance(Duration.ofSeconds(60));
        assertThat(isStale(series("a", server))).isFalse();
    }

    @Test
    void scrapesEachTargetAtItsOwnMomentOfTheInterval() {
        scraping.start(jobs("", server.address(), other.address())).awaitTargets(2);
        Instant first = scraping.awaitScrape(server.address()).lastScrape();
        Instant second = scraping.awaitScrape(server.address()).lastScrape();
        Instant elsewhere = scraping.awaitScrape(other.address()).lastScrape();
        assertThat(Duration.between(first, second)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Duration.between(second, elsewhere).toMillis() % 10_000).isNotZero();
    }

    @Test
    void followsAFileOfTargets() throws IOException {
        Path file = folder.resolve("targets.json");
        Files.writeString(file, group(server));
        scraping.start(
                """
                scrape_configs:
                - job_name: shop
                  file_sd_configs: [{files: ['%s/*.json']}]
                """
                        .formatted(folder));
        scraping.awaitTargets(1);
        assertThat(scraping.status(server.address()).target().labels().value("room"))
                .isEqualTo("a");
        Files.writeString(file, "[{\"targets\": [");
        scraping.time.advance(Duration.ofSeconds(30));
        assertThat(scraping.collection.targets().active()).hasSize(1);
        Files.writeString(file, group(other));
        scraping.awaitAdvancing(
                () -> scraping.collection.targets().toString().contains(other.address()),
                () -> "still the old targets");
        Files.delete(file);
        scraping.awaitTargets(0);
    }

    private static String group(ExposingServer exposing) {
        return "[{\"targets\": [\"%s\"], \"labels\": {\"room\": \"a\"}}]"
                .formatted(exposing.address());
    }

    @Test
    void followsAServiceThatListsTargets() {
        try (ExposingServer list = new ExposingServer("")) {
            list.exposes("application/json", group(server).getBytes(UTF_8));
            scraping.start(
                    """
                    scrape_configs:
                    - job_name: shop
                      http_sd_configs: [{url: 'http://%s/list', refresh_interval: 20s}]
                    """
                            .formatted(list.address()));
            scraping.awaitTargets(1);
            list.answersWith(500);
            scraping.time.advance(Duration.ofSeconds(60));
            assertThat(scraping.collection.targets().active()).hasSize(1);
            list.answersWith(200).exposes("application/json", "[]".getBytes(UTF_8));
            scraping.awaitTargets(0);
        }
    }

    @Test
    void tellsWhatTargetsSayOfTheirMetrics() {
        server.exposes("# HELP a Of all.\n# TYPE a counter\na 1\n");
        scraping.start(jobs("", server.address())).awaitTargets(1);
        assertThat(scraping.awaitScrape(server.address()).metadata())
                .hasEntrySatisfying("a", said -> assertThat(said.help()).isEqualTo("Of all."));
        server.exposes("# HELP a Of some.\n# TYPE a counter\na 1\n");
        scraping.time.advance(Duration.ofMinutes(3));
        assertThat(scraping.status(server.address()).metadata())
                .hasEntrySatisfying("a", said -> assertThat(said.help()).isEqualTo("Of some."));
    }
}
