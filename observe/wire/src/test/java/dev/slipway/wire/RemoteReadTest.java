package dev.slipway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.Span;
import dev.slipway.series.StaleMarker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteReadTest {
    private static final Labels UP = Labels.of("__name__", "up", "job", "a");

    @Test
    void requestsAreReadAsTheyWereWritten() {
        ReadRequest request = request();
        assertThat(ReadRequest.decode(request.encode(), WireLimits.DEFAULT)).isEqualTo(request);
        assertThat(request.responseType()).isEqualTo(ReadRequest.ResponseType.STREAMED_CHUNKS);
    }

    @Test
    void responsesAreReadAsTheyWereWritten() {
        List<List<ReadResponse.Series>> results =
                ReadResponse.decode(response(), WireLimits.DEFAULT).results();
        assertThat(results).hasSize(2);
        assertThat(results.get(1)).isEmpty();
        ReadResponse.Series series = results.getFirst().getFirst();
        assertThat(series.labels()).isEqualTo(UP);
        SampleColumns columns = series.columns();
        assertThat(columns.size()).isEqualTo(2);
        assertThat(StaleMarker.is(columns.value(0))).isTrue();
        assertThat(columns.timeMillis(1)).isEqualTo(2_000);
    }

    @Test
    void histogramsOfResponsesAreReadAsTheyWereWritten() {
        FloatHistogram histogram =
                new FloatHistogram(
                        0,
                        FloatHistogram.ResetHint.GAUGE,
                        0.5,
                        0.25,
                        1.75,
                        3,
                        List.of(new Span(1, 1)),
                        new double[] {1.5},
                        List.of(),
                        new double[0],
                        new double[0]);
        SampleColumns columns = new SampleColumns();
        columns.add(5, histogram);
        ReadResponseWriter writer = new ReadResponseWriter();
        writer.result();
        writer.series(UP, columns);
        ReadResponse read = ReadResponse.decode(writer.finish(), WireLimits.DEFAULT);
        assertThat(read.results().getFirst().getFirst().columns().histogram(0))
                .isEqualTo(histogram);
    }

    @Test
    void damagedBodiesAreRefusedOrRead() {
        Mutations.of(
                request().encode(), 5, 10_000, bad -> ReadRequest.decode(bad, WireLimits.DEFAULT));
        Mutations.of(response(), 6, 10_000, bad -> ReadResponse.decode(bad, WireLimits.DEFAULT));
    }

    @Test
    void framesAreReadAsTheyWereWritten() throws IOException {
        ByteArrayInputStream stream = new ByteArrayInputStream(frames());
        for (int i = 0; i < 2; i++) {
            ChunkedRead.Frame frame = ChunkedRead.read(stream, WireLimits.DEFAULT).orElseThrow();
            assertThat(frame.labels()).isEqualTo(UP);
            assertThat(frame.queryIndex()).isEqualTo(i);
            ChunkedRead.Chunk chunk = frame.chunks().getFirst();
            assertThat(chunk.startMillis()).isEqualTo(-5);
            assertThat(chunk.encoding()).isEqualTo(ChunkedRead.Encoding.XOR);
            assertThat(chunk.data()).containsExactly(1, 2, 3);
        }
        assertThat(ChunkedRead.read(stream, WireLimits.DEFAULT)).isEmpty();
    }

    @Test
    void framesThatAreDamagedOrCutAreRefused() throws IOException {
        byte[] bytes = frames();
        bytes[8] ^= 1;
        assertThatThrownBy(() -> readAll(bytes))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("checksum");
        Mutations.of(
                frames(),
                7,
                10_000,
                bad -> {
                    try {
                        readAll(bad);
                    } catch (EOFException expected) {
                        assertThat(expected).hasMessageContaining("the end");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void readAll(byte[] bytes) throws IOException {
        ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
        boolean more = true;
        while (more) {
            more = ChunkedRead.read(stream, WireLimits.DEFAULT).isPresent();
        }
    }

    private static byte[] frames() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ChunkedRead.Chunk chunk =
                new ChunkedRead.Chunk(-5, 7, ChunkedRead.Encoding.XOR, new byte[] {1, 2, 3});
        for (int i = 0; i < 2; i++) {
            ChunkedRead.write(new ChunkedRead.Frame(UP, List.of(chunk), i), stream);
        }
        return stream.toByteArray();
    }

    private static byte[] response() {
        SampleColumns columns = new SampleColumns();
        columns.add(1_000, StaleMarker.VALUE);
        columns.add(2_000, 0);
        ReadResponseWriter writer = new ReadResponseWriter();
        writer.result();
        writer.series(UP, columns);
        writer.result();
        return writer.finish();
    }

    private static ReadRequest request() {
        List<Matcher> matchers =
                List.of(
                        Matcher.equal("__name__", "up"),
                        Matcher.of(Matcher.Type.NOT_REGEX, "job", "a.*"));
        return new ReadRequest(
                List.of(
                        new ReadRequest.Query(
                                new Selection(matchers, 1, 2),
                                new ReadRequest.Hints(
                                        15, "rate", 1, 2, 300L, List.of("job"), true))),
                List.of(
                        ReadRequest.ResponseType.STREAMED_CHUNKS,
                        ReadRequest.ResponseType.SAMPLES));
    }
}
