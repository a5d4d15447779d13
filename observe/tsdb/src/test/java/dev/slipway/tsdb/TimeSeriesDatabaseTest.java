package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.block.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimeSeriesDatabaseTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_000_000));

    @TempDir private Path folder;

    @Test
    void keepsSamplesOverBlocksAndRestarts() {
        try (TimeSeriesDatabase database = open()) {
            assertThatThrownBy(this::open).isInstanceOf(SeriesException.class);
            for (int minute = 0; minute < 12 * 60; minute++) {
                try (Appender appender = database.appender()) {
                    for (String name : List.of("x", "y")) {
                        appender.append(
                                appender.series(Labels.of("a", name)), minute * 60_000L, minute);
                    }
                    appender.commit();
                }
            }
            check(database);
            database.maintain();
            check(database);
            assertThat(database.labelValues("a", new Selection(List.of(), 0, 1 << 30)))
                    .containsExactly("x", "y");
        }
        try (TimeSeriesDatabase database = open()) {
            check(database);
        }
    }

    @Test
    void refusesACommitThatWasOvertaken() {
        try (TimeSeriesDatabase database = open();
                Appender late = database.appender()) {
            long series = late.series(Labels.of("a", "x"));
            assertThat(late.append(series, 60_000, 1)).isEqualTo(Appender.Outcome.ACCEPTED);
            try (Appender other = database.appender()) {
                other.append(series, 120_000, 2);
                other.commit();
            }
            assertThatThrownBy(late::commit)
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("OUT_OF_ORDER")
                    .hasMessageContaining("nothing was written");
        }
    }

    @Test
    void refusesACommitWhoseTimeWentIntoABlock() {
        try (TimeSeriesDatabase database = open();
                Appender late = database.appender()) {
            try (Appender other = database.appender()) {
                long series = other.series(Labels.of("a", "x"));
                for (int hour = 0; hour < 12; hour++) {
                    other.append(series, hour * 3_600_000L, hour);
                }
                other.commit();
            }
            late.append(late.series(Labels.of("a", "y")), 60_000, 1);
            database.maintain();
            assertThatThrownBy(late::commit)
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("TOO_OLD");
        }
    }

    @Test
    void namesTheFileThatItCannotUnderstand() {
        try (WriteAheadLog log = new WriteAheadLog(folder.resolve("log"), 1 << 20, Disk.REAL)) {
            RecordBuffer record = new RecordBuffer();
            record.putByte(99);
            log.sync(log.append(record));
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("00000001.log")
                    .hasMessageContaining("kind: 99");
        }
    }

    private TimeSeriesDatabase open() {
        return TimeSeriesDatabase.open(folder, TsdbConfig.defaults(), CLOCK);
    }

    private static void check(TimeSeriesDatabase database) {
        Selection selection = new Selection(List.of(Matcher.equal("a", "y")), 0, 1 << 30);
        SampleColumns columns = new SampleColumns();
        try (SeriesCursor cursor = database.select(selection)) {
            assertThat(cursor.next()).isTrue();
            cursor.read(columns);
            assertThat(cursor.next()).isFalse();
        }
        assertThat(columns.size()).isEqualTo(12 * 60);
        for (int i = 0; i < columns.size(); i++) {
            assertThat(columns.timeMillis(i)).isEqualTo(i * 60_000L);
            assertThat(columns.value(i)).isEqualTo(i);
        }
    }
}
