package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.metric.http.ApiOptions.ReadLimits;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.Span;
import dev.slipway.wire.ChunkedRead;
import dev.slipway.wire.ReadRequest;
import dev.slipway.wire.ReadResponse;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import dev.slipway.wire.WireLimits;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Samples that come and go as such: remote write, remote read, federation.
final class SamplesTest {
    private final Served served =
            new Served(
                    new MemorySeries(),
                    builder ->
                            builder.externalLabels(() -> Labels.of("site", "here"))
                                    .options(
                                            ApiOptions.defaults()
                                                    .withRead(new ReadLimits(1_000, 2, 64))));

    @AfterEach
    void close() {
        served.close();
    }

    private HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
        return served.bytes(
                HttpRequest.newBuilder(URI.create(served.url() + path))
                        .header("Content-Type", type)
                        .header("Content-Encoding", "snappy")
                        .header("Accept-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private SampleColumns stored(String name) {
        SampleColumns columns = new SampleColumns();
        Selection all =
                new Selection(
                        List.of(Matcher.equal(Labels.METRIC_NAME, name)), 0, Long.MAX_VALUE / 4);
        try (SeriesCursor cursor = served.store.select(all)) {
            while (cursor.next()) {
                cursor.read(columns);
            }
        }
        return columns;
    }

    private static void add(RemoteWriteWriter writer, String labels, double... values) {
        writer.series(Served.labels(labels));
        for (int i = 0; i < values.length; i++) {
            writer.sample(Served.NOW + i, values[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesWhatIsWritten(RemoteWriteVersion version) throws Exception {
        RemoteWriteWriter writer = new RemoteWriteWriter(version);
        add(writer, "a,x=1", 1, 2, 3);

        HttpResponse<byte[]> answer = post("/api/v1/write", version.contentType(), writer.finish());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue(RemoteWriteVersion.SAMPLES_HEADER))
                .isEqualTo(version == RemoteWriteVersion.V2 ? Optional.of("3") : Optional.empty());
        assertThat(stored("a").size()).isEqualTo(3);
    }

    @Test
    void takesTheRestOfWhatIsNotAcceptable() throws Exception {
        served.write("a", 1_000, 9);
        RemoteWriteWriter writer = new RemoteWriteWriter(RemoteWriteVersion.V2);
        add(writer, "a", 1, 2);

        HttpResponse<byte[]> answer =
                post("/api/v1/write", RemoteWriteVersion.V2.contentType(), writer.finish());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), UTF_8)).contains("duplicate sample for timestamp");
        assertThat(answer.headers().firstValue(RemoteWriteVersion.SAMPLES_HEADER)).hasValue("1");
        assertThat(stored("a").size()).isEqualTo(2);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        assertThat(post("/api/v1/write", "text/plain", new byte[] {1}).statusCode()).isEqualTo(415);
        assertThat(
                        post("/api/v1/write", "application/x-protobuf", new byte[] {1, 2, 3})
                                .statusCode())
                .isEqualTo(400);
    }

    /// Over a plain socket, since clients differ in what they make of an answer that comes before
    /// they have sent all.
    @Test
    void refusesABodyThatIsTooLargeBeforeItCame() throws Exception {
        URI address = URI.create(served.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            String head =
                    "POST /prometheus/api/v1/write HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Length: "
                            + (RemoteWriteEndpoint.BODY_BYTES_MAX + 1)
                            + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void takesOtlp() throws Exception {
        String point = "{\"asDouble\":2.5,\"timeUnixNano\":\"" + Served.NOW + "000000\"}";
        String body =
                "{\"resourceMetrics\":[{\"resource\":{},\"scopeMetrics\":[{\"metrics\":[{"
                        + "\"name\":\"depth\",\"gauge\":{\"dataPoints\":["
                        + point
                        + "]}}]}]}]}";
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(body.getBytes(UTF_8));
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(served.url() + "/api/v1/otlp/v1/metrics"))
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(zipped.toByteArray()));

        HttpResponse<byte[]> answer = served.bytes(request);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("{}");
        assertThat(stored("depth").value(0)).isEqualTo(2.5);
        assertThat(post("/api/v1/otlp/v1/metrics", "text/plain", new byte[0]).statusCode())
                .isEqualTo(415);
    }

    private static ReadRequest request(ReadRequest.ResponseType type) {
        List<Matcher> matchers = List.of(Matcher.equal("x", "1"), Matcher.equal("site", "here"));
        return new ReadRequest(
                List.of(
                        new ReadRequest.Query(
                                new Selection(matchers, 0, Served.NOW), ReadRequest.Hints.NONE)),
                List.of(type));
    }

    @Test
    void handsOutSamples() throws Exception {
        served.write("a,x=1", 1_000, 1, 2);

        HttpResponse<byte[]> answer =
                post(
                        "/api/v1/read",
                        "application/x-protobuf",
                        request(ReadRequest.ResponseType.SAMPLES).encode());

        assertThat(answer.headers().firstValue("content-encoding")).hasValue("snappy");
        var series = ReadResponse.decode(answer.body(), WireLimits.DEFAULT).results().getFirst();
        assertThat(series).hasSize(1);
        assertThat(series.getFirst().labels()).isEqualTo(Served.labels("a,x=1,site=here"));
        assertThat(series.getFirst().columns().value(1)).isEqualTo(2);
    }

    @Test
    void refusesToHandOutMoreThanItMay() throws Exception {
        served.write("a,x=1", 1, new double[1_001]);

        HttpResponse<byte[]> answer =
                post(
                        "/api/v1/read",
                        "application/x-protobuf",
                        request(ReadRequest.ResponseType.SAMPLES).encode());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), UTF_8)).contains("exceeded sample limit (1000)");
    }

    @Test
    void streamsChunks() throws Exception {
        double[] values = new double[500];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sqrt(i);
        }
        served.write("a,x=1", 15_000, values);

        HttpResponse<byte[]> answer =
                post(
                        "/api/v1/read",
                        "application/x-protobuf",
                        request(ReadRequest.ResponseType.STREAMED_CHUNKS).encode());

        assertThat(answer.headers().firstValue("content-type")).hasValue(ChunkedRead.CONTENT_TYPE);
        ByteArrayInputStream stream = new ByteArrayInputStream(answer.body());
        List<ChunkedRead.Chunk> chunks = new ArrayList<>();
        int frames = 0;
        for (var frame = ChunkedRead.read(stream, WireLimits.DEFAULT);
                frame.isPresent();
                frame = ChunkedRead.read(stream, WireLimits.DEFAULT)) {
            assertThat(frame.get().labels()).isEqualTo(Served.labels("a,x=1,site=here"));
            chunks.addAll(frame.get().chunks());
            frames++;
        }
        assertThat(frames).isGreaterThan(1);
        assertThat(chunks).hasSize(5);
        assertThat(chunks.getLast().endMillis()).isEqualTo(Served.NOW);
        assertThat(chunks.getFirst().encoding()).isEqualTo(ChunkedRead.Encoding.XOR);
    }

    @Test
    void federatesTheNewestSamples() throws Exception {
        served.write("b,x=1", 1_000, 1, 2.5);
        served.write("a,site=there", 1_000, 7);
        served.write("b,x=2", 1_000, dev.slipway.series.StaleMarker.VALUE);
        served.write(
                "h",
                new FloatHistogram(
                        0,
                        ResetHint.GAUGE,
                        0,
                        0,
                        1,
                        1,
                        List.of(new Span(0, 1)),
                        new double[] {1},
                        List.of(),
                        new double[0],
                        new double[0]));

        HttpResponse<String> answer =
                served.get(
                        "/federate?match%5B%5D=b&match%5B%5D="
                                + Served.encoded("{__name__=~\".+\"}"));

        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0"));
        assertThat(answer.body())
                .isEqualTo(
                        """
                        # TYPE a untyped
                        a{site="there"} 7 1700000000000
                        # TYPE b untyped
                        b{site="here",x="1"} 2.5 1700000000000
                        """);
    }

    @Test
    void federatesNothingWithoutASelector() throws Exception {
        served.write("a", 1_000, 1);

        assertThat(served.get("/federate").body()).isEmpty();
        assertThat(served.get("/federate?match%5B%5D=1").statusCode()).isEqualTo(400);
    }
}
