package dev.slipway.tsdb;

import static dev.slipway.tsdb.Databases.HOUR_MILLIS;
import static dev.slipway.tsdb.Databases.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How samples grow old: late ones, blocks, checkpoints, series that end, deletions, snapshots,
/// retention, clocks that are wrong.
final class LifecycleTest {
    private static final long START_MILLIS = 1_000_000 * HOUR_MILLIS;
    private static final Labels A = Labels.of("job", "a");
    private static final Labels B = Labels.of("job", "b");

    @TempDir private Path folder;

    private final AtomicLong clockMillis = new AtomicLong(START_MILLIS + 1000 * HOUR_MILLIS);

    @Test
    void saysWhyItDoesNotTakeASample() {
        try (TimeSeriesDatabase database = open(0)) {
            append(database, A, START_MILLIS + 60_000, 1);
            assertThat(append(database, A, START_MILLIS + 60_000, 1)).isEqualTo(Outcome.ACCEPTED);
            assertThat(append(database, A, START_MILLIS + 60_000, 2)).isEqualTo(Outcome.DUPLICATE);
            assertThat(append(database, A, START_MILLIS, 2)).isEqualTo(Outcome.OUT_OF_ORDER);
            long ahead = clockMillis.get() + HOUR_MILLIS;
            assertThat(append(database, A, ahead, 2)).isEqualTo(Outcome.TOO_OLD);
            fill(database, A, 1, 12);
            database.maintain();
            assertThat(append(database, B, START_MILLIS, 2)).isEqualTo(Outcome.TOO_OLD);
        }
    }

    @Test
    void takesLateSamplesWithinTheWindow() {
        try (TimeSeriesDatabase database = open(HOUR_MILLIS)) {
            append(database, A, START_MILLIS + 2 * HOUR_MILLIS, 1);
            long late = START_MILLIS + HOUR_MILLIS;
            assertThat(append(database, A, late, 5)).isEqualTo(Outcome.ACCEPTED);
            assertThat(append(database, A, late, 5)).isEqualTo(Outcome.ACCEPTED);
            assertThat(append(database, A, late, 6)).isEqualTo(Outcome.DUPLICATE);
            assertThat(append(database, A, late - 1, 6)).isEqualTo(Outcome.TOO_OLD);
            assertThat(Databases.samples(database, A)).hasSize(2);
        }
    }

    @Test
    void takesLateHistogramsOverARestart() {
        FloatHistogram histogram =
                new FloatHistogram(
                        0,
                        ResetHint.GAUGE,
                        0,
                        0,
                        3,
                        7,
                        List.of(new Span(0, 1)),
                        new double[] {3},
                        List.of(),
                        new double[0],
                        new double[0]);
        try (TimeSeriesDatabase database = open(HOUR_MILLIS)) {
            append(database, A, START_MILLIS + 1000, 1);
            try (Appender appender = database.appender()) {
                long series = appender.series(A);
                assertThat(appender.append(series, START_MILLIS, histogram))
                        .isEqualTo(Outcome.ACCEPTED);
                assertThat(appender.append(series, START_MILLIS + 2000, histogram))
                        .isEqualTo(Outcome.ACCEPTED);
                appender.commit();
            }
        }
        try (TimeSeriesDatabase database = open(HOUR_MILLIS)) {
            assertThat(Databases.samples(database, A))
                    .containsExactly(
                            START_MILLIS + "=7.0",
                            START_MILLIS + 1000 + "=1.0",
                            START_MILLIS + 2000 + "=7.0");
        }
    }

    @Test
    void shortensTheLogAndForgetsSeriesOnceTheyAreInBlocks() throws IOException {
        Map<Labels, List<String>> before;
        try (TimeSeriesDatabase database = open(0)) {
            fill(database, A, 0, 3);
            fill(database, B, 0, 12);
            before = Databases.samples(database, Databases.EVERYTHING);
            assertThat(database.status(1).head().series()).isEqualTo(2);
            long stale;
            try (Appender appender = database.appender()) {
                stale = appender.series(A);
            }
            database.maintain();
            assertThat(names("log")).hasSize(2).anyMatch(each -> each.endsWith(".checkpoint"));
            assertThat(database.status(1).head().series()).isEqualTo(2);
            database.maintain();
            assertThat(database.status(1).head().series()).isEqualTo(1);
            try (Appender appender = database.appender()) {
                long clock = START_MILLIS + 12 * HOUR_MILLIS;
                assertThat(appender.append(stale, clock, 1)).isEqualTo(Outcome.UNKNOWN_SERIES);
                long other = appender.series(Labels.of("job", "c"));
                assertThat(other).isNotEqualTo(stale);
            }
            assertThat(Databases.samples(database, Databases.EVERYTHING)).isEqualTo(before);
        }
        try (TimeSeriesDatabase database = open(0)) {
            assertThat(Databases.samples(database, Databases.EVERYTHING)).isEqualTo(before);
            assertThat(database.status(1).head().series()).isEqualTo(1);
        }
    }

    @Test
    void forgetsNoSeriesForWhichASampleIsOnItsWay() {
        try (TimeSeriesDatabase database = open(0)) {
            fill(database, A, 0, 3);
            fill(database, B, 0, 12);
            try (Appender appender = database.appender()) {
                long series = appender.series(A);
                long time = START_MILLIS + 12 * HOUR_MILLIS;
                assertThat(appender.append(series, time, 1)).isEqualTo(Outcome.ACCEPTED);
                for (int i = 0; i < 5; i++) {
                    database.maintain();
                }
                appender.commit();
            }
            assertThat(Databases.samples(database, A)).hasSize(3 * 60 + 1);
        }
    }

    @Test
    void goesOnAfterARestartWhereTheCheckpointLeftOff() {
        try (TimeSeriesDatabase database = open(0)) {
            fill(database, A, 0, 8);
            database.maintain();
        }
        try (TimeSeriesDatabase database = open(0)) {
            fill(database, A, 8, 9);
            long chunks = database.status(1).head().chunks();
            assertThat(chunks).isLessThan(5);
            assertThat(Databases.samples(database, A)).hasSize(9 * 60);
        }
        try (TimeSeriesDatabase database = open(0)) {
            assertThat(Databases.samples(database, A)).hasSize(9 * 60);
        }
    }

    @Test
    void deletesInTheHeadAndInBlocks() {
        try (TimeSeriesDatabase database = open(0)) {
            fill(database, A, 0, 8);
            fill(database, B, 0, 8);
            database.maintain();
            long from = START_MILLIS + HOUR_MILLIS;
            database.delete(List.of(Matcher.equal("job", "a")), from, Long.MAX_VALUE);
            assertThat(Databases.samples(database, A)).hasSize(60);
            assertThat(Databases.samples(database, B)).hasSize(8 * 60);
            database.cleanTombstones();
            assertThat(Databases.samples(database, A)).hasSize(60);
        }
        try (TimeSeriesDatabase database = open(0)) {
            assertThat(Databases.samples(database, A)).hasSize(60);
            assertThat(append(database, A, START_MILLIS + 9 * HOUR_MILLIS, 1))
                    .isEqualTo(Outcome.ACCEPTED);
            assertThat(Databases.samples(database, A)).hasSize(61);
        }
    }

    @Test
    void snapshotsCanBeOpened() {
        try (TimeSeriesDatabase database = open(0)) {
            fill(database, A, 0, 8);
            database.maintain();
            Path blocksOnly = database.snapshot(false);
            Path all = database.snapshot(true);
            Map<Labels, List<String>> before = Databases.samples(database, Databases.EVERYTHING);
            database.delete(List.of(Matcher.equal("job", "a")), 0, Long.MAX_VALUE);
            assertThat(Databases.samples(database, A)).isEmpty();
            try (TimeSeriesDatabase copy = openAt(all, 0)) {
                assertThat(Databases.samples(copy, Databases.EVERYTHING)).isEqualTo(before);
            }
            try (TimeSeriesDatabase copy = openAt(blocksOnly, 0)) {
                assertThat(Databases.samples(copy, A)).hasSize(6 * 60);
            }
        }
    }

    @Test
    void dropsBlocksByAgeAndBySize() {
        TsdbConfig config =
                TsdbConfig.defaults()
                        .with(new TsdbConfig.Disk(4 * HOUR_MILLIS, Long.MAX_VALUE, 1 << 20));
        try (TimeSeriesDatabase database = TimeSeriesDatabase.open(folder, config, this::now)) {
            fill(database, A, 0, 16);
            database.maintain();
            assertThat(Databases.samples(database, A)).hasSizeLessThan(8 * 60);
        }
        try (TimeSeriesDatabase database =
                TimeSeriesDatabase.open(
                        folder,
                        config.with(new TsdbConfig.Disk(HOUR_MILLIS, 1, 1 << 20)),
                        this::now)) {
            database.maintain();
            assertThat(database.status(1).disk().blocks()).isZero();
        }
    }

    @Test
    void aClockThatJumpsAheadAndBackShutsNoSeries() {
        try (TimeSeriesDatabase database = open(0)) {
            fill(database, A, 0, 3);
            long wrong = START_MILLIS + 800 * 24 * HOUR_MILLIS;
            clockMillis.set(wrong);
            append(database, A, wrong, -1);
            append(database, B, wrong, -1);
            clockMillis.set(START_MILLIS + 12 * HOUR_MILLIS);
            fill(database, A, 3, 12);
            fill(database, B, 3, 12);
            database.maintain();
            assertThat(Databases.samples(database, A)).hasSize(12 * 60 + 1);
            assertThat(Databases.samples(database, B)).hasSize(9 * 60 + 1);
            clockMillis.set(wrong);
            database.maintain();
            assertThat(Databases.samples(database, A)).hasSize(12 * 60 + 1);
        }
        try (TimeSeriesDatabase database = open(0)) {
            assertThat(Databases.samples(database, B)).hasSize(9 * 60 + 1);
        }
    }

    @Test
    void refusesToBeUsedWhenClosed() {
        TimeSeriesDatabase database = open(0);
        Appender appender = database.appender();
        appender.append(appender.series(A), START_MILLIS, 1);
        database.close();
        database.close();
        assertThatThrownBy(appender::commit).hasMessageContaining("is closed");
        assertThatThrownBy(database::maintain).hasMessageContaining("is closed");
        assertThatThrownBy(() -> database.snapshot(false)).hasMessageContaining("is closed");
    }

    /// A sample a minute.
    private void fill(TimeSeriesDatabase database, Labels labels, int fromHour, int toHour) {
        try (Appender appender = database.appender()) {
            long series = appender.series(labels);
            for (int minute = fromHour * 60; minute < toHour * 60; minute++) {
                assertThat(appender.append(series, START_MILLIS + minute * 60_000L, minute))
                        .isNotEqualTo(Outcome.UNKNOWN_SERIES);
            }
            appender.commit();
        }
    }

    private List<String> names(String inner) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve(inner))) {
            return entries.map(each -> each.getFileName().toString()).toList();
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(clockMillis.get());
    }

    private TimeSeriesDatabase open(long outOfOrderMillis) {
        return openAt(folder, outOfOrderMillis);
    }

    private TimeSeriesDatabase openAt(Path where, long outOfOrderMillis) {
        TsdbConfig.Windows windows =
                new TsdbConfig.Windows(2 * HOUR_MILLIS, HOUR_MILLIS / 6, outOfOrderMillis);
        return TimeSeriesDatabase.open(where, TsdbConfig.defaults().with(windows), this::now);
    }
}
