package dev.slipway.metric.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Metadata;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What remote write says of metrics: in 1.0 apart from series, in 2.0 with them.
final class WrittenMetadataTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void isKept(RemoteWriteVersion version) throws Exception {
        Metadata metadata = new Metadata(Metadata.Type.COUNTER, "seconds", "Time spent.");
        RemoteWriteWriter writer = new RemoteWriteWriter(version);
        writer.series(Served.labels("busy_seconds_total"));
        writer.sample(Served.NOW, 1);
        writer.describe("busy_seconds_total", metadata);
        try (TimeSeriesDatabase store =
                        TimeSeriesDatabase.open(
                                folder,
                                TsdbConfig.defaults(),
                                () -> Instant.ofEpochMilli(Served.NOW));
                Served served = new Served(store, builder -> builder.metadata(store))) {
            var answer =
                    served.bytes(
                            HttpRequest.newBuilder(URI.create(served.url() + "/api/v1/write"))
                                    .header("Content-Type", version.contentType())
                                    .header("Content-Encoding", "snappy")
                                    .POST(BodyPublishers.ofByteArray(writer.finish())));
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(served.json("/api/v1/metadata").at("/data/busy_seconds_total/0").toString())
                    .isEqualTo(
                            "{\"type\":\"counter\",\"help\":\"Time spent.\",\"unit\":\"seconds\"}");
        }
    }
}
