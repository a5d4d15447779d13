package dev.slipway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.Span;
import dev.slipway.series.StaleMarker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteWriteTest {
    private static final Labels UP = Labels.of("__name__", "up", "job", "a");
    private static final Labels SIZE = Labels.of("__name__", "size", "job", "é");
    private static final Metadata METADATA = new Metadata(Metadata.Type.GAUGE, "bytes", "Help.");
    private static final Exemplar EXEMPLAR = new Exemplar(Labels.of("trace_id", "x"), 0.5, 9);
    private static final FloatHistogram WHOLE =
            new FloatHistogram(
                    3,
                    FloatHistogram.ResetHint.UNKNOWN,
                    0.001,
                    1,
                    9,
                    12.5,
                    List.of(new Span(-2, 2), new Span(3, 1)),
                    new double[] {1, 2, 3},
                    List.of(new Span(0, 1)),
                    new double[] {2},
                    new double[0]);

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(RemoteWriteVersion version) {
        SeriesCache cache = new SeriesCache(100);
        byte[] body = body(version);
        for (int round = 0; round < 2; round++) {
            Seen seen = new Seen();
            new RemoteWriteReader(cache, WireLimits.DEFAULT).read(version, body, seen);
            String described =
                    version == RemoteWriteVersion.V1 ? "size " + METADATA : SIZE + " " + METADATA;
            assertThat(seen.events)
                    .containsExactly(
                            UP + " 1000 3ff8000000000000",
                            UP + " 2000 7ff0000000000002",
                            UP + " " + EXEMPLAR,
                            SIZE + " 3000 " + WHOLE.count(),
                            described);
            assertThat(seen.histograms).containsExactly(WHOLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damagedAndTruncatedBodiesAreRefusedOrRead(RemoteWriteVersion version) {
        byte[] body = body(version);
        SeriesCache cache = new SeriesCache(16);
        RemoteWriteReader reader = new RemoteWriteReader(cache, WireLimits.DEFAULT);
        Mutations.of(body, 3, 5_000, bad -> reader.read(version, bad, new Seen()));
        SnappyBlock snappy = new SnappyBlock();
        byte[] plain = snappy.decompress(body, 0, body.length, 1 << 20);
        plain = Arrays.copyOf(plain, snappy.size());
        Mutations.of(
                plain, 4, 20_000, bad -> reader.readPlain(version, bad, 0, bad.length, new Seen()));
    }

    @ParameterizedTest
    @EnumSource
    void moreThanTheLimitsAllowIsTooLarge(RemoteWriteVersion version) {
        byte[] body = body(version);
        for (WireLimits limits :
                List.of(
                        new WireLimits(10, 9, 9, 99),
                        new WireLimits(9_999, 1, 9, 99),
                        new WireLimits(9_999, 9, 1, 99),
                        new WireLimits(9_999, 9, 9, 3))) {
            RemoteWriteReader reader = new RemoteWriteReader(new SeriesCache(16), limits);
            assertThatThrownBy(() -> reader.read(version, body, new Seen()))
                    .as(limits.toString())
                    .isInstanceOfSatisfying(
                            WireException.class,
                            e -> assertThat(e.reason()).isEqualTo(WireException.Reason.TOO_LARGE));
        }
    }

    @Test
    void seriesWithoutNameAreRejectedAndTheRestGoesOn() {
        RemoteWriteWriter writer = new RemoteWriteWriter(RemoteWriteVersion.V2);
        writer.series(Labels.of("job", "a"));
        writer.sample(1, 1);
        writer.series(UP);
        writer.sample(1, 1);
        Seen seen = new Seen();
        new RemoteWriteReader(new SeriesCache(16), WireLimits.DEFAULT)
                .read(RemoteWriteVersion.V2, writer.finish(), seen);
        assertThat(seen.events).hasSize(2).last().isEqualTo(UP + " 1 3ff0000000000000");
        assertThat(seen.events.getFirst()).startsWith("rejected");
    }

    private static byte[] body(RemoteWriteVersion version) {
        RemoteWriteWriter writer = new RemoteWriteWriter(version);
        writer.series(UP);
        writer.sample(1000, 1.5);
        writer.sample(2000, StaleMarker.VALUE);
        writer.exemplar(EXEMPLAR);
        writer.series(SIZE);
        writer.histogram(3000, WHOLE);
        writer.describe("size", METADATA);
        return writer.finish();
    }

    /// Keeps everything it is told.
    private static final class Seen implements WriteSink {
        final List<String> events = new ArrayList<>();
        final List<FloatHistogram> histograms = new ArrayList<>();
        private Labels labels = Labels.EMPTY;

        @Override
        public void series(CachedSeries series) {
            labels = series.labels();
        }

        @Override
        public void sample(long timeMillis, double value) {
            String bits = Long.toHexString(Double.doubleToRawLongBits(value));
            events.add(labels + " " + timeMillis + " " + bits);
        }

        @Override
        public void histogram(long timeMillis, FloatHistogram histogram) {
            events.add(labels + " " + timeMillis + " " + histogram.count());
            histograms.add(histogram);
        }

        @Override
        public void exemplar(Exemplar exemplar) {
            events.add(labels + " " + exemplar);
        }

        @Override
        public void describe(Metadata metadata) {
            events.add(labels + " " + metadata);
        }

        @Override
        public void describe(String family, Metadata metadata) {
            events.add(family + " " + metadata);
        }

        @Override
        public void reject(String reason) {
            events.add("rejected " + reason);
        }
    }
}
