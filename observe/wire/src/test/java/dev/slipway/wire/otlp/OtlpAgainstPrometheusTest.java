package dev.slipway.wire.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.peer.PrometheusServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What was recorded is what a real Prometheus still says.
class OtlpAgainstPrometheusTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void aRealPrometheusHasWhatWasRecorded(RecordedRequests recorded) throws Exception {
        try (PrometheusServer server =
                PrometheusServer.start(
                        PrometheusServer.Release.THREE,
                        folder,
                        recorded.config(),
                        "--web.enable-otlp-receiver")) {
            var answer =
                    server.post(
                            "api/v1/otlp/v1/metrics",
                            "application/json",
                            RecordedRequests.request());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var found = server.read(RecordedRequests.START_MILLIS, RecordedRequests.END_MILLIS);
            assertThat(SampleLines.of(found))
                    .containsExactlyInAnyOrderElementsOf(recorded.expected());
        }
    }
}
