package dev.slipway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.Span;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import dev.slipway.tsdb.chunk.Encoding;
import dev.slipway.wire.ChunkedRead;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import dev.slipway.wire.peer.PrometheusServer;
import dev.slipway.wire.peer.PrometheusServer.Release;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Series of a real Prometheus, in both forms that it answers in.
class RealPrometheusReadTest {
    private static final long TIME = 1_767_225_600_000L;
    private static final int SAMPLES = 400;

    @TempDir private Path folder;

    @Test
    void chunksAndSamplesAreTheSame() throws Exception {
        reads(Release.ANY);
    }

    @Test
    void chunksAndSamplesOfRelease3AreTheSame() throws Exception {
        reads(Release.THREE);
    }

    private void reads(Release release) throws Exception {
        try (PrometheusServer server =
                PrometheusServer.start(
                        release,
                        folder,
                        "scrape_configs: []\n",
                        "--web.enable-remote-write-receiver",
                        "--enable-feature=native-histograms")) {
            URI uri = server.uri("api/v1/write");
            try (Exchange exchange = new Exchange(Transport.of(uri))) {
                byte[] body = samples();
                var answer =
                        exchange.post(
                                body,
                                java.util.Map.of(
                                        "Content-Type",
                                        RemoteWriteVersion.V1.contentType(),
                                        "Content-Encoding",
                                        "snappy"),
                                1_000);
                assertThat(answer.statusCode()).isEqualTo(204);
            }
            RemoteReadConfig config =
                    RemoteReadConfig.of("real", Transport.of(server.uri("api/v1/read")));
            try (RemoteSource chunks = new RemoteSource(config, RealPrometheusReadTest::decode);
                    RemoteSource samples = new RemoteSource(config, null)) {
                Selection floats = selection(Matcher.equal("__name__", "m"));
                assertThat(FoundLines.of(chunks, floats))
                        .isEqualTo(FoundLines.of(samples, floats))
                        .hasSize(6);
                if (release == Release.THREE) {
                    // Older ones leave histograms out of samples, and say nothing.
                    Selection all = selection(Matcher.of(Matcher.Type.REGEX, "__name__", "m|h"));
                    List<String> found = FoundLines.of(chunks, all);
                    assertThat(found).isEqualTo(FoundLines.of(samples, all)).hasSize(7);
                    assertThat(found.getFirst())
                            .contains("{count:1")
                            .contains(" " + (TIME + 15_000 * (SAMPLES - 1)) + "=");
                }
                Selection part =
                        new Selection(
                                List.of(
                                        Matcher.equal("__name__", "m"),
                                        Matcher.of(Matcher.Type.NOT_REGEX, "n", "[1-9]")),
                                TIME + 15_000,
                                TIME + 45_000);
                assertThat(FoundLines.of(chunks, part))
                        .containsExactly(
                                "m{job=\"a\", n=\"0\"} %d=1.5 %d=3 %d=4.5"
                                        .formatted(TIME + 15_000, TIME + 30_000, TIME + 45_000));
                names(chunks);
            }
        }
    }

    private static void names(RemoteSource source) {
        Selection all = selection(Matcher.equal("job", "a"));
        assertThat(source.labelNames(all)).containsExactly("__name__", "job", "n");
        assertThat(source.labelValues("__name__", all)).containsExactly("h", "m");
        assertThat(source.labelValues("n", all)).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(source.series(all)).hasSize(7).isSorted();
        assertThat(source.series(new Selection(List.of(), Long.MIN_VALUE, Long.MAX_VALUE)))
                .hasSize(7);
        assertThat(source.labelNames(new Selection(List.of(), TIME - 9_000_000, TIME - 8_000_000)))
                .isEmpty();
    }

    private static Selection selection(Matcher matcher) {
        return new Selection(List.of(matcher), TIME, TIME + 15_000L * SAMPLES);
    }

    private static byte[] samples() {
        RemoteWriteWriter writer = new RemoteWriteWriter(RemoteWriteVersion.V1);
        for (int n = 0; n < 6; n++) {
            writer.series(Labels.of("__name__", "m", "job", "a", "n", "" + n));
            for (int i = 0; i < SAMPLES; i++) {
                writer.sample(TIME + 15_000L * i, i * 1.5 + n);
            }
        }
        writer.series(Labels.of("__name__", "h", "job", "a"));
        for (int i = 0; i < SAMPLES; i++) {
            writer.histogram(TIME + 15_000L * i, histogram(i));
        }
        return writer.finish();
    }

    private static FloatHistogram histogram(int i) {
        return new FloatHistogram(
                2,
                ResetHint.UNKNOWN,
                1e-128,
                1,
                1 + 2.0 * i,
                3.5 * i,
                List.of(new Span(1, 2)),
                new double[] {i, i},
                List.of(),
                new double[0],
                new double[0]);
    }

    private static void decode(
            ChunkedRead.Chunk chunk, long startMillis, long endMillis, SampleColumns columns) {
        Encoding encoding =
                switch (chunk.encoding()) {
                    case XOR -> Encoding.XOR;
                    case HISTOGRAM -> Encoding.HISTOGRAM;
                    case FLOAT_HISTOGRAM -> Encoding.FLOAT_HISTOGRAM;
                    case UNKNOWN -> throw new IllegalArgumentException("encoding not known");
                };
        MemorySegment data = MemorySegment.ofArray(chunk.data());
        Chunk whole = new Chunk(encoding, chunk.startMillis(), chunk.endMillis(), data);
        new ChunkDecoder().decode(whole, startMillis, endMillis, columns);
    }
}
