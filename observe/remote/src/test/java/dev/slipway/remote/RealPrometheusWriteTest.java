package dev.slipway.remote;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.Metadata;
import dev.slipway.series.Span;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.ReadResponse;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.peer.PrometheusServer;
import dev.slipway.wire.peer.PrometheusServer.Release;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store takes is in a real Prometheus afterwards.
class RealPrometheusWriteTest {
    private static final long TIME = 1_767_225_600_000L;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir private Path folder;
    @TempDir private Path queue;

    @Test
    void version1IsTaken() throws Exception {
        writes(Release.ANY, RemoteWriteVersion.V1);
    }

    @Test
    void version2IsTaken() throws Exception {
        writes(Release.THREE, RemoteWriteVersion.V2);
    }

    private void writes(Release release, RemoteWriteVersion version) throws Exception {
        try (PrometheusServer server =
                        PrometheusServer.start(
                                release,
                                folder,
                                "scrape_configs: []\n",
                                "--web.enable-remote-write-receiver",
                                "--enable-feature=native-histograms");
                RemoteWrite write =
                        RemoteWrite.open(
                                Configs.of(server.uri("api/v1/write"), version),
                                queue,
                                Optional::of)) {
            ForwardingStore store = new ForwardingStore(new MemorySeries(), List.of(write));
            fill(store);
            await(write, 20 * 31 + 1);
            assertThat(write.counters().droppedSamples()).isZero();
            List<ReadResponse.Series> floats =
                    server.read(TIME, TIME + 1_000_000, Matcher.equal("__name__", "m_total"));
            assertThat(floats).hasSize(20);
            for (ReadResponse.Series each : floats) {
                assertThat(each.labels().value("cluster")).isEqualTo("eu");
                assertThat(each.columns().size()).isEqualTo(30);
                assertThat(each.columns().value(7)).isEqualTo(7);
                assertThat(StaleMarker.is(each.columns().value(29))).isTrue();
            }
            List<ReadResponse.Series> histograms =
                    server.read(TIME, TIME + 1_000_000, Matcher.equal("__name__", "h"));
            assertThat(histograms).hasSize(20);
            if (release == Release.THREE) {
                // Older ones tell of the series, and leave their samples out.
                FloatHistogram first = requireNonNull(histograms.getFirst().columns().histogram(0));
                assertThat(histogram().hasSameCounts(first)).isTrue();
            }
        }
    }

    private static void fill(ForwardingStore store) {
        for (int i = 0; i < 30; i++) {
            try (Appender appender = store.appender()) {
                for (int n = 0; n < 20; n++) {
                    long series = appender.series(Labels.of("__name__", "m_total", "n", "" + n));
                    appender.describe(series, new Metadata(Metadata.Type.COUNTER, "", "Things"));
                    appender.append(series, TIME + i * 15_000L, i == 29 ? StaleMarker.VALUE : i);
                    if (i == 0) {
                        long other = appender.series(Labels.of("__name__", "h", "n", "" + n));
                        appender.append(other, TIME, histogram());
                    }
                }
                appender.commit();
            }
        }
        try (Appender appender = store.appender()) {
            appender.append(appender.series(Labels.of("__name__", "last")), TIME + 900_000, 1);
            appender.commit();
        }
    }

    private static void await(RemoteWrite write, long samples) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (write.counters().sentSamples() + write.counters().droppedSamples() < samples) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static FloatHistogram histogram() {
        return new FloatHistogram(
                2,
                ResetHint.UNKNOWN,
                1e-128,
                1,
                6,
                12.5,
                List.of(new Span(1, 2)),
                new double[] {2, 3},
                List.of(),
                new double[0],
                new double[0]);
    }
}
