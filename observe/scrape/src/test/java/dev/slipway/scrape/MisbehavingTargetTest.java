package dev.slipway.scrape;

import static dev.slipway.scrape.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.scrape.RawServer.Behaviour;
import dev.slipway.series.StaleMarker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Targets that do what no target should; one that behaves is scraped beside each.
@Timeout(120)
final class MisbehavingTargetTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain; version=0.0.4\r\n";

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final ExposingServer good = opened(new ExposingServer("fine 1\n"));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : closing.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        closing.add(resource);
        return resource;
    }

    private static String config(String address, String good, String more) {
        return """
        global: {scrape_interval: 15s}
        scrape_configs:
        - {job_name: bad, static_configs: [{targets: ['%s']}], %s}
        - {job_name: good, static_configs: [{targets: ['%s']}]}
        """
                .formatted(address, more, good);
    }

    /// What a scrape of such a target says is wrong with it.
    private String errorOf(Behaviour behaviour, String more) {
        RawServer bad = opened(new RawServer(behaviour));
        Scraping scraping = opened(Scraping.inStep());
        scraping.start(config(bad.address(), good.address(), more)).awaitTargets(2);
        TargetStatus status = scraping.awaitScrape(bad.address());
        assertThat(scraping.newest())
                .containsEntry("up{instance=\"%s\", job=\"bad\"}".formatted(bad.address()), 0.0);
        scraping.awaitScrape(good.address());
        assertThat(scraping.status(good.address()).lastError()).isEmpty();
        return status.lastError();
    }

    private String errorOf(String body) {
        return errorOf((_, out) -> write(out, whole(body)), "honor_labels: false");
    }

    private static String whole(String body) {
        return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void endsAScrapeThatHangs() {
        assertTimesOut((_, _) -> {});
    }

    @Test
    void endsAScrapeWhoseBodyNeverEnds() {
        assertTimesOut((_, out) -> write(out, HEAD + "\r\na 1\n"));
    }

    private void assertTimesOut(Behaviour behaviour) {
        RawServer bad = opened(new RawServer(behaviour));
        Scraping scraping = opened(Scraping.inParallel());
        scraping.start(config(bad.address(), good.address(), "scrape_timeout: 9s"));
        Eventually.holds(
                () -> {
                    scraping.time.advance(Duration.ofMillis(20));
                    return bad.requests() > 0;
                },
                () -> "no request");
        Eventually.holds(
                () -> {
                    scraping.time.advance(Duration.ofMillis(100));
                    return scraping.status(bad.address()).lastScrape() != null;
                },
                () -> "still hanging");
        assertThat(scraping.status(bad.address()).lastError())
                .isEqualTo("no whole answer within 9000 ms");
        Eventually.holds(
                () -> {
                    // Slowly, as real answers must not be late in this time.
                    scraping.time.advance(Duration.ofMillis(5));
                    return scraping.status(good.address()).health() == TargetStatus.Health.UP;
                },
                () -> "the other target suffers");
    }

    @Test
    void takesNoMoreOfAnEndlessBodyThanItsLimit() {
        Behaviour endless =
                (_, out) -> {
                    write(out, HEAD + "\r\n");
                    while (true) {
                        write(out, "a 1\n".repeat(1_000));
                    }
                };
        assertThat(errorOf(endless, "body_size_limit: 100KB"))
                .isEqualTo("body exceeds the limit of 102400 bytes");
    }

    @Test
    void takesNoMoreOfABodyThanItsLimitWhenDecompressed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[10_000_000]);
        }
        Behaviour bomb =
                (socket, out) -> {
                    write(out, HEAD + "Content-Encoding: gzip\r\n\r\n");
                    out.write(bytes.toByteArray());
                    socket.close();
                };
        assertThat(errorOf(bomb, "body_size_limit: 1MB"))
                .isEqualTo("body exceeds the limit of 1048576 bytes");
    }

    @Test
    void refusesALineThatIsTooLong() {
        assertThat(errorOf("a{b=\"" + "x".repeat(3 << 20) + "\"} 1\n"))
                .contains("3145734 bytes (expected: at most 1048576)");
    }

    @Test
    void refusesHalfAnAnswer() {
        Behaviour half =
                (socket, out) -> {
                    write(out, HEAD + "Content-Length: 1000\r\n\r\na 1\nb");
                    socket.close();
                };
        assertThat(errorOf(half, "honor_labels: false")).contains("bytes received: 5");
    }

    @Test
    void refusesWhatIsNoHttp() {
        Behaviour rubbish =
                (socket, out) -> {
                    write(out, "\0\1\2 hello\r\n\r\n");
                    socket.close();
                };
        assertThat(errorOf(rubbish, "honor_labels: false")).isNotEmpty();
    }

    @Test
    void refusesAWrongContentType() {
        String page =
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi";
        assertThat(errorOf((_, out) -> write(out, page), "honor_labels: false"))
                .startsWith("Content-Type: text/html (expected: text/plain");
    }

    @Test
    void refusesMalformedTextAsAWhole() {
        assertThat(errorOf("a 1\nb {{{ 2\n")).startsWith("Exposition line 2");
    }

    @Test
    void saysWhatTheServerSaid() {
        String answer = "HTTP/1.1 503 Later\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        assertThat(errorOf((_, out) -> write(out, answer), "honor_labels: false"))
                .isEqualTo("server returned HTTP status 503");
    }

    @Test
    void refusesLabelsBeyondTheirLimits() {
        String sample = "metric{one=\"1\",two=\"22\"} 1\n";
        Behaviour exposing = (_, out) -> write(out, whole(sample));
        assertThat(errorOf(exposing, "label_limit: 4")).startsWith("label_limit exceeded");
        assertThat(errorOf(exposing, "label_name_length_limit: 7")).contains("length of name");
        assertThat(errorOf(exposing, "label_value_length_limit: 14")).contains("length of value");
    }

    @Test
    void leavesNothingOfATargetThatExplodes() {
        try (ExposingServer bad = new ExposingServer(many(0));
                Scraping scraping = Scraping.inStep()) {
            scraping.start(config(bad.address(), good.address(), "sample_limit: 100"))
                    .awaitTargets(2);
            for (int round = 1; round < 5; round++) {
                assertThat(scraping.awaitScrape(bad.address()).lastError())
                        .isEqualTo("sample_limit exceeded (samples: 500, limit: 100)");
                bad.exposes(many(round));
            }
            assertThat(scraping.newest().keySet())
                    .filteredOn(each -> each.startsWith("busy"))
                    .isEmpty();
            assertThat(scraping.newest())
                    .containsEntry(
                            "scrape_samples_scraped{instance=\"%s\", job=\"bad\"}"
                                    .formatted(bad.address()),
                            500.0);
            bad.exposes("busy{id=\"x\"} 1\n");
            assertThat(scraping.awaitScrape(bad.address()).lastError()).isEmpty();
        }
    }

    private static String many(int round) {
        return IntStream.range(0, 500)
                .mapToObj(i -> "busy{id=\"%d-%d\"} 1\n".formatted(round, i))
                .collect(Collectors.joining());
    }

    @Test
    void takesTheFirstOfTwoSamplesOfASeriesAndNoneThatIsOutOfOrder() {
        try (ExposingServer odd = new ExposingServer("a 1\na 2\nb 1 5000\nb 1 4000\n");
                Scraping scraping = Scraping.inStep()) {
            scraping.start(config(odd.address(), good.address(), "honor_labels: false"))
                    .awaitTargets(2);
            assertThat(scraping.awaitScrape(odd.address()).lastError()).isEmpty();
            String labels = "{instance=\"%s\", job=\"bad\"}".formatted(odd.address());
            assertThat(scraping.samples())
                    .containsEntry("a" + labels, List.of(1.0))
                    .containsEntry("b" + labels, List.of(1.0));
        }
    }

    @Test
    void marksSeriesOnceWhenTheirTargetBreaks() {
        try (ExposingServer breaking = new ExposingServer("a 1\n");
                Scraping scraping = Scraping.inStep()) {
            scraping.start(config(breaking.address(), good.address(), "honor_labels: false"))
                    .awaitTargets(2);
            scraping.awaitScrape(breaking.address());
            breaking.exposes("a }\n");
            scraping.awaitScrape(breaking.address());
            scraping.awaitScrape(breaking.address());
            breaking.exposes("a 2\n");
            scraping.awaitScrape(breaking.address());
            String series = "a{instance=\"%s\", job=\"bad\"}".formatted(breaking.address());
            assertThat(scraping.samples(series)).hasSize(3).contains(1.0, 2.0);
            assertThat(StaleMarker.is(scraping.samples(series).get(1))).isTrue();
        }
    }
}
