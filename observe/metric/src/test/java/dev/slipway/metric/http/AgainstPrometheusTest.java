package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.metric.http.ApiOptions.Feature;
import dev.slipway.model.Json;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import dev.slipway.wire.ChunkedRead;
import dev.slipway.wire.ReadRequest;
import dev.slipway.wire.ReadResponse;
import dev.slipway.wire.WireLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same samples are written to a real Prometheus and to our API over our storage, and the same
/// questions asked of both.
final class AgainstPrometheusTest {
    /// A little after a sample, so that it does not matter that ranges are left-open since 3.0.
    private static final long AFTER_MILLIS = 7_000;

    private static final String ONLY_RECENT = "3.x ";

    /// Samples end at a full minute, so that steps of subqueries fall alike in every run.
    private static final long MINUTE_MILLIS = 60_000;

    private static final long HOUR_MILLIS = 3_600_000;

    @TempDir static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static long endMillis;
    private static List<AutoCloseable> opened = new ArrayList<>();
    private static PrometheusPeer peer;
    private static Served served;
    private static boolean recent;

    @BeforeAll
    static void writeToBoth() throws Exception {
        assumeTrue(
                PrometheusPeer.isInstalled("prometheus"),
                "skipped: prometheus is not installed (prometheus)");
        recent = PrometheusPeer.majorVersion() >= 3;
        endMillis = InstantSource.system().millis() / MINUTE_MILLIS * MINUTE_MILLIS;
        peer = new PrometheusPeer(Files.createDirectory(folder.resolve("prometheus")));
        opened.add(peer);
        TimeSeriesDatabase store =
                TimeSeriesDatabase.open(
                        folder.resolve("ours"), TsdbConfig.defaults(), InstantSource.system());
        opened.add(store);
        served =
                new Served(
                        store,
                        builder ->
                                builder.clock(InstantSource.system())
                                        .options(
                                                ApiOptions.defaults()
                                                        .withFeatures(
                                                                EnumSet.allOf(Feature.class))));
        opened.add(served);
        byte[] body = DemoSeries.remoteWrite(endMillis);
        for (String url : List.of(served.url(), peer.url())) {
            HttpResponse<String> answer =
                    CLIENT.send(
                            HttpRequest.newBuilder(URI.create(url + "/api/v1/write"))
                                    .header("Content-Type", "application/x-protobuf")
                                    .header("Content-Encoding", "snappy")
                                    .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                                    .POST(BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        opened.clear();
        CLIENT.close();
    }

    private record Pair(HttpResponse<byte[]> ours, HttpResponse<byte[]> theirs) {}

    private static Pair both(String path, @org.jspecify.annotations.Nullable String form)
            throws Exception {
        List<HttpResponse<byte[]>> answers = new ArrayList<>();
        for (String url : List.of(served.url(), peer.url())) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
            if (form != null) {
                request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
            }
            answers.add(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        }
        return new Pair(answers.get(0), answers.get(1));
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + "%03d".formatted(millis % 1000);
    }

    /// Those of a file that the Prometheus at hand can be asked.
    private static List<String> lines(String resource) throws IOException {
        try (var stream = AgainstPrometheusTest.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException(resource + ": not there");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .filter(line -> recent || !line.startsWith(ONLY_RECENT))
                    .map(line -> line.startsWith(ONLY_RECENT) ? line.substring(4) : line)
                    .toList();
        }
    }

    /// Asks both the same, and says where the answers differ.
    private static List<String> differences(
            List<String> queries, BiFunction<String, String, String> form, String path)
            throws Exception {
        List<String> differences = new ArrayList<>();
        for (String query : queries) {
            Pair pair = both(path, form.apply(query, Served.encoded(query)));
            String problem = difference(pair, query.startsWith("sort")).orElse("");
            if (!problem.isEmpty()) {
                differences.add(query + "  " + problem);
            }
        }
        return differences;
    }

    private static Optional<String> difference(Pair pair, boolean ordered) {
        if (pair.ours.statusCode() != pair.theirs.statusCode()) {
            return Optional.of(
                    "%d %s, Prometheus: %d %s"
                            .formatted(
                                    pair.ours.statusCode(),
                                    new String(pair.ours.body(), UTF_8),
                                    pair.theirs.statusCode(),
                                    new String(pair.theirs.body(), UTF_8)));
        }
        JsonNode ours = Json.parse(pair.ours.body());
        JsonNode theirs = Json.parse(pair.theirs.body());
        if (ours.path("status").asText().equals("error")) {
            String type = theirs.path("errorType").asText();
            return ours.path("errorType").asText().equals(type)
                    ? Optional.empty()
                    : Optional.of(ours + ", Prometheus: " + theirs);
        }
        return Answers.difference(ours, theirs, ordered);
    }

    @Test
    void answersInstantQueriesAlike() throws Exception {
        List<String> queries = lines("queries.txt");
        assertThat(queries).hasSizeGreaterThan(60);
        for (long back : new long[] {0, 11 * 60_000, 45 * 60_000}) {
            String time = seconds(endMillis - back + AFTER_MILLIS);
            assertThat(
                            differences(
                                    queries,
                                    (_, encoded) -> "query=" + encoded + "&time=" + time,
                                    "/api/v1/query"))
                    .isEmpty();
        }
    }

    @Test
    void answersRangeQueriesAlike() throws Exception {
        String range =
                "&start=%s&end=%s&step=45"
                        .formatted(
                                seconds(endMillis - HOUR_MILLIS + AFTER_MILLIS),
                                seconds(endMillis + AFTER_MILLIS));
        assertThat(
                        differences(
                                lines("queries.txt"),
                                (_, encoded) -> "query=" + encoded + range,
                                "/api/v1/query_range"))
                .isEmpty();
    }

    @Test
    void answersRequestsAlike() throws Exception {
        String start = seconds(endMillis - HOUR_MILLIS);
        String end = seconds(endMillis);
        List<String> differences = new ArrayList<>();
        for (String line : lines("requests.txt")) {
            String path = line.replace("$start", start).replace("$end", end);
            difference(both(path, null), false)
                    .ifPresent(problem -> differences.add(path + "  " + problem));
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void writesFloatsAndTimesCharacterByCharacterAlike() throws Exception {
        Pair pair =
                both(
                        "/api/v1/query?time="
                                + seconds(endMillis + 1)
                                + "&query="
                                + Served.encoded("odd[2m]"),
                        null);
        String ours = new String(pair.ours.body(), UTF_8);
        String theirs = new String(pair.theirs.body(), UTF_8);
        assertThat(ours.substring(ours.indexOf("\"values\"")))
                .isEqualTo(theirs.substring(theirs.indexOf("\"values\"")).strip());
    }

    @Test
    void federatesAlike() throws Exception {
        String path =
                "/federate?match%5B%5D=temperature&match%5B%5D="
                        + Served.encoded("{job=\"api\",__name__!=\"sizes\"}");
        Pair pair = both(path, null);
        assertThat(normalized(pair.ours)).isEqualTo(normalized(pair.theirs));
    }

    /// Prometheus says `instance=""` where there is none, which no series of ours can have, and
    /// orders the series of a family by a hash.
    private static List<String> normalized(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8)
                .replace(",instance=\"\"", "")
                .replace("{instance=\"\",", "{")
                .lines()
                .map(AgainstPrometheusTest::withSortedLabels)
                .sorted()
                .toList();
    }

    private static String withSortedLabels(String line) {
        int open = line.indexOf('{');
        int close = line.lastIndexOf('}');
        if (open < 0) {
            return line;
        }
        String[] labels = line.substring(open + 1, close).split(",");
        Arrays.sort(labels);
        return line.substring(0, open + 1) + String.join(",", labels) + line.substring(close);
    }

    private static byte[] read(String url, ReadRequest.ResponseType type) throws Exception {
        ReadRequest request =
                new ReadRequest(
                        List.of(
                                new ReadRequest.Query(
                                        new Selection(
                                                List.of(
                                                        Matcher.of(
                                                                Matcher.Type.REGEX,
                                                                Labels.METRIC_NAME,
                                                                "up|temperature")),
                                                endMillis - HOUR_MILLIS / 2,
                                                endMillis),
                                        ReadRequest.Hints.NONE)),
                        List.of(type));
        HttpResponse<byte[]> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(URI.create(url + "/api/v1/read"))
                                .header("Content-Type", "application/x-protobuf")
                                .header("Content-Encoding", "snappy")
                                .POST(BodyPublishers.ofByteArray(request.encode()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void readsSamplesAlike() throws Exception {
        List<String> ours = sampleLines(read(served.url(), ReadRequest.ResponseType.SAMPLES));
        List<String> theirs = sampleLines(read(peer.url(), ReadRequest.ResponseType.SAMPLES));
        assertThat(ours).hasSizeGreaterThan(1_000).isEqualTo(theirs);
    }

    private static List<String> sampleLines(byte[] body) {
        List<String> lines = new ArrayList<>();
        for (ReadResponse.Series series :
                ReadResponse.decode(body, WireLimits.DEFAULT).results().getFirst()) {
            for (int i = 0; i < series.columns().size(); i++) {
                lines.add(
                        series.labels()
                                + " "
                                + series.columns().timeMillis(i)
                                + " "
                                + Double.doubleToRawLongBits(series.columns().value(i)));
            }
        }
        lines.sort(null);
        return lines;
    }

    /// Where chunks are cut is for each to choose, so that only what they are of is compared.
    @Test
    void streamsChunksOfTheSameSeries() throws Exception {
        assertThat(chunkedSeries(read(served.url(), ReadRequest.ResponseType.STREAMED_CHUNKS)))
                .hasSize(10)
                .isEqualTo(
                        chunkedSeries(read(peer.url(), ReadRequest.ResponseType.STREAMED_CHUNKS)));
    }

    private static List<Labels> chunkedSeries(byte[] body) throws IOException {
        List<Labels> series = new ArrayList<>();
        ByteArrayInputStream stream = new ByteArrayInputStream(body);
        for (var frame = ChunkedRead.read(stream, WireLimits.DEFAULT);
                frame.isPresent();
                frame = ChunkedRead.read(stream, WireLimits.DEFAULT)) {
            series.add(frame.get().labels());
        }
        return series.stream().distinct().sorted().toList();
    }
}
