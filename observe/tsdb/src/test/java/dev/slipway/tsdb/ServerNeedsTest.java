package dev.slipway.tsdb;

import static dev.slipway.tsdb.Databases.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Metadata;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesExemplars;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands beside samples: exemplars, metadata, names, the status, closing.
final class ServerNeedsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_000_000));
    private static final Labels A = Labels.of("__name__", "hits_total", "job", "a");
    private static final Labels B = Labels.of("__name__", "hits_total", "job", "b", "zone", "z");

    @TempDir private Path folder;

    @Test
    void keepsTheNewestExemplarsOverARestart() {
        try (TimeSeriesDatabase database = open(3)) {
            for (long time = 1; time <= 3; time++) {
                assertThat(exemplar(database, A, time, "t" + time)).isEqualTo(Outcome.ACCEPTED);
            }
            assertThat(exemplar(database, B, 2, "b")).isEqualTo(Outcome.ACCEPTED);
            assertThat(exemplar(database, A, 2, "late")).isEqualTo(Outcome.OUT_OF_ORDER);
            assertThat(exemplar(database, A, 3, "other")).isEqualTo(Outcome.DUPLICATE);
            assertThat(exemplar(database, A, 3, "t3")).isEqualTo(Outcome.ACCEPTED);
            assertThat(exemplar(database, A, 4, "x".repeat(200))).isEqualTo(Outcome.TOO_OLD);
            checkExemplars(database);
        }
        try (TimeSeriesDatabase database = open(3)) {
            checkExemplars(database);
        }
    }

    @Test
    void keepsTheLatestMetadataOfAFamilyOverARestart() {
        Metadata counter = new Metadata(Metadata.Type.COUNTER, "", "Hits.");
        Metadata histogram = new Metadata(Metadata.Type.HISTOGRAM, "seconds", "Took.");
        try (TimeSeriesDatabase database = open(3)) {
            try (Appender appender = database.appender()) {
                appender.describe(
                        appender.series(A), new Metadata(Metadata.Type.GAUGE, "", "Old."));
                appender.describe(appender.series(A), counter);
                appender.describe(
                        appender.series(Labels.of("__name__", "took_bucket", "le", "1")),
                        histogram);
                appender.describe("sent", counter);
                appender.commit();
            }
            assertThat(database.metadata())
                    .containsOnlyKeys("hits_total", "sent", "took")
                    .containsEntry("hits_total", counter)
                    .containsEntry("took", histogram);
        }
        try (TimeSeriesDatabase database = open(3)) {
            assertThat(database.metadata())
                    .containsOnlyKeys("hits_total", "sent", "took")
                    .containsEntry("took", histogram);
        }
    }

    @Test
    void namesLabelsAndValuesOfMatchingSeries() {
        try (TimeSeriesDatabase database = open(3)) {
            append(database, A, 1000, 1);
            append(database, B, 1000, 1);
            Selection all = Databases.EVERYTHING;
            Selection ofA = new Selection(List.of(Matcher.equal("job", "a")), 0, 2000);
            assertThat(database.labelNames(all)).containsExactly("__name__", "job", "zone");
            assertThat(database.labelNames(ofA)).containsExactly("__name__", "job");
            assertThat(database.labelValues("job", all)).containsExactly("a", "b");
            assertThat(database.labelValues("job", ofA)).containsExactly("a");
            assertThat(database.labelValues("zone", ofA)).isEmpty();
            assertThat(database.labelValues("job", new Selection(List.of(), 5000, 6000))).isEmpty();
        }
    }

    @Test
    void saysWhatThereIsMostOf() {
        try (TimeSeriesDatabase database = open(3)) {
            append(database, A, 1000, 1);
            append(database, B, 2000, 1);
            append(database, Labels.of("__name__", "up", "job", "a"), 3000, 1);
            TsdbStatus status = database.status(2);
            assertThat(status.head().series()).isEqualTo(3);
            assertThat(status.head().labelPairs()).isEqualTo(5);
            assertThat(status.head().chunks()).isEqualTo(3);
            assertThat(status.head().minMillis()).isEqualTo(1000);
            assertThat(status.head().maxMillis()).isEqualTo(3000);
            assertThat(status.disk().logBytes()).isPositive();
            assertThat(status.seriesByMetric())
                    .containsExactly(entry("hits_total", 2), entry("up", 1));
            assertThat(status.valuesByLabel())
                    .containsExactly(entry("__name__", 2), entry("job", 2));
            assertThat(status.bytesByLabel())
                    .containsExactly(entry("__name__", 22), entry("job", 3));
            assertThat(status.seriesByPair())
                    .containsExactly(entry("__name__=hits_total", 2), entry("job=a", 2));
        }
    }

    @Test
    void refusesSeriesBeyondTheLimits() {
        TsdbConfig.Limits limits = new TsdbConfig.Limits(2, 3, 10, 20, 1, 1);
        TsdbConfig config = TsdbConfig.defaults().with(limits);
        try (TimeSeriesDatabase database = TimeSeriesDatabase.open(folder, config, CLOCK);
                Appender appender = database.appender()) {
            long known = appender.series(A);
            appender.series(B);
            assertThat(appender.series(A)).isEqualTo(known);
            assertThatThrownBy(() -> appender.series(Labels.of("c", "d")))
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("limit of 2");
            assertThatThrownBy(() -> appender.series(Labels.of("c", "d".repeat(21))))
                    .hasMessageContaining("21 characters");
            assertThat(appender.append(known + 1000, 1, 1)).isEqualTo(Outcome.UNKNOWN_SERIES);
        }
    }

    @Test
    void closesOnceTheLastCursorIsClosed() throws InterruptedException {
        TimeSeriesDatabase database = open(3);
        append(database, A, 1000, 1);
        CountDownLatch begun = new CountDownLatch(1);
        SeriesCursor cursor = database.select(Databases.EVERYTHING);
        Thread closer =
                Thread.ofVirtual()
                        .start(() -> {
                            begun.countDown();
                            database.close();
                        });
        begun.await();
        while (!isClosing(database)) {
            Thread.onSpinWait();
        }
        SampleColumns columns = new SampleColumns();
        assertThat(cursor.next()).isTrue();
        cursor.read(columns);
        assertThat(columns.size()).isEqualTo(1);
        assertThat(closer.isAlive()).isTrue();
        cursor.close();
        closer.join();
        assertThatThrownBy(() -> database.select(Databases.EVERYTHING))
                .hasMessageContaining("is closed");
    }

    @Test
    void maintainsInTheBackground() {
        try (TimeSeriesDatabase database = open(3)) {
            for (int minute = 0; minute < 8 * 60; minute++) {
                append(database, A, minute * 60_000L, minute);
            }
            try (MaintenanceLoop loop = MaintenanceLoop.start(database, Duration.ofMillis(1))) {
                assertThat(loop).isNotNull();
                while (database.status(1).disk().blocks() == 0) {
                    Thread.onSpinWait();
                }
            }
            assertThat(Databases.samples(database, A)).hasSize(8 * 60);
        }
    }

    private TimeSeriesDatabase open(int exemplars) {
        TsdbConfig defaults = TsdbConfig.defaults();
        TsdbConfig.Limits limits = defaults.limits();
        return TimeSeriesDatabase.open(
                folder,
                defaults.with(
                        new TsdbConfig.Limits(
                                limits.series(),
                                limits.labels(),
                                limits.nameChars(),
                                limits.valueChars(),
                                exemplars,
                                limits.metrics())),
                CLOCK);
    }

    private static boolean isClosing(TimeSeriesDatabase database) {
        try {
            database.metadata();
            return false;
        } catch (SeriesException e) {
            return true;
        }
    }

    private static Outcome exemplar(
            TimeSeriesDatabase database, Labels series, long timeMillis, String trace) {
        try (Appender appender = database.appender()) {
            Outcome outcome =
                    appender.append(appender.series(series), exemplarOf(timeMillis, trace));
            appender.commit();
            return outcome;
        }
    }

    private static Exemplar exemplarOf(long timeMillis, String trace) {
        return new Exemplar(Labels.of("trace_id", trace), timeMillis, timeMillis);
    }

    private static void checkExemplars(TimeSeriesDatabase database) {
        List<Matcher> ofA = List.of(Matcher.equal("job", "a"));
        List<Matcher> ofB = List.of(Matcher.equal("job", "b"));
        assertThat(database.exemplars(List.of(ofA, ofB), 0, 1000))
                .containsExactly(
                        new SeriesExemplars(A, List.of(exemplarOf(2, "t2"), exemplarOf(3, "t3"))),
                        new SeriesExemplars(B, List.of(exemplarOf(2, "b"))));
        assertThat(database.exemplars(List.of(ofA), 3, 3))
                .containsExactly(new SeriesExemplars(A, List.of(exemplarOf(3, "t3"))));
    }

    private static TsdbStatus.Entry entry(String name, long value) {
        return new TsdbStatus.Entry(name, value);
    }
}
