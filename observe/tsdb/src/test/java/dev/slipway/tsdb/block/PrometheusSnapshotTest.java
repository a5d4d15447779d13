package dev.slipway.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A snapshot of a database with all that makes blocks different (late samples, deletions, a part
/// of the head) given to a real Prometheus.
final class PrometheusSnapshotTest {
    private static final long MINUTE_MILLIS = 60_000;
    private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;

    /// A multiple of two hours.
    private static final long START = 1_699_999_200_000L;

    @TempDir Path scratch;

    @BeforeEach
    void needsPrometheus() {
        Promtool.assumeInstalled("prometheus");
    }

    @Test
    void answersInPrometheusAsHere() throws Exception {
        TsdbConfig config =
                TsdbConfig.defaults()
                        .with(new TsdbConfig.Windows(2 * HOUR_MILLIS, 0, 3 * HOUR_MILLIS));
        Path snapshot;
        try (TimeSeriesDatabase database =
                TimeSeriesDatabase.open(scratch.resolve("ours"), config, InstantSource.system())) {
            for (int minute = 0; minute < 7 * 60; minute++) {
                // Every tenth comes an hour late: in part when its block is there already.
                if (minute % 10 != 0) {
                    append(database, minute);
                }
                if (minute >= 60 && minute % 10 == 0) {
                    append(database, minute - 60);
                }
                if (minute % 90 == 0) {
                    database.maintain();
                }
            }
            List<Matcher> even = List.of(Matcher.equal("parity", "even"));
            database.delete(even, START, START + 30 * MINUTE_MILLIS - 1);
            database.delete(even, START + 6 * HOUR_MILLIS, START + 7 * HOUR_MILLIS);
            snapshot = database.snapshot(true);
        }
        long end = START + 7 * HOUR_MILLIS;
        try (PrometheusServer server = new PrometheusServer(scratch, snapshot)) {
            // Of the last hour every tenth has not come yet.
            assertThat(count(server, "odd", end)).isEqualTo(7 * 60 - 6);
            assertThat(count(server, "even", end)).isEqualTo(7 * 60 - 6 - 30 - 54);
        }
    }

    private static void append(TimeSeriesDatabase database, int minute) {
        try (Appender appender = database.appender()) {
            for (String parity : List.of("even", "odd")) {
                long series = appender.series(Labels.of("__name__", "m", "parity", parity));
                assertThat(appender.append(series, START + minute * MINUTE_MILLIS, minute))
                        .isEqualTo(Appender.Outcome.ACCEPTED);
            }
            appender.commit();
        }
    }

    private static int count(PrometheusServer server, String parity, long timeMillis)
            throws Exception {
        String query = "count_over_time(m{parity=\"%s\"}[8h])".formatted(parity);
        JsonNode result = server.query(query, timeMillis);
        return result.path(0).path("value").path(1).asInt();
    }
}
