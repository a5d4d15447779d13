package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writers, readers and maintenance at the same time. A reader must see of every series all that
/// was committed before it began, in order and without a gap.
final class DatabaseConcurrencyTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(100_000_000));
    private static final int WRITERS = 3;
    private static final int SERIES_EACH = 8;
    private static final int STEPS = 150;
    private static final long STEP_MILLIS = 1000;

    @TempDir private Path folder;

    private final AtomicIntegerArray committed = new AtomicIntegerArray(WRITERS);
    private final AtomicInteger writing = new AtomicInteger(WRITERS);

    @Test
    void readersSeeAllThatWasCommittedBefore() throws Exception {
        try (TimeSeriesDatabase database = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                tasks.add(() -> write(database, writer));
                tasks.add(() -> read(database, writer));
            }
            tasks.add(() -> maintain(database));
            finish(threads, tasks);
            for (int writer = 0; writer < WRITERS; writer++) {
                check(database, writer, STEPS);
            }
        }
        try (TimeSeriesDatabase database = open()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                check(database, writer, STEPS);
            }
        }
    }

    private static void finish(ExecutorService threads, List<Callable<Boolean>> tasks)
            throws InterruptedException, ExecutionException {
        List<Future<Boolean>> started = new ArrayList<>();
        for (Callable<Boolean> task : tasks) {
            started.add(threads.submit(task));
        }
        for (Future<Boolean> each : started) {
            assertThat(each.get()).isTrue();
        }
    }

    private boolean write(TimeSeriesDatabase database, int writer) {
        try {
            for (int step = 0; step < STEPS; step++) {
                try (Appender appender = database.appender()) {
                    for (int series = 0; series < SERIES_EACH; series++) {
                        long reference = appender.series(labels(writer, series));
                        Outcome outcome =
                                appender.append(reference, step * STEP_MILLIS, value(step, series));
                        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
                    }
                    appender.commit();
                }
                committed.set(writer, step + 1);
            }
            return true;
        } finally {
            writing.decrementAndGet();
        }
    }

    private boolean read(TimeSeriesDatabase database, int writer) {
        while (writing.get() > 0) {
            check(database, writer, committed.get(writer));
        }
        return true;
    }

    private boolean maintain(TimeSeriesDatabase database) {
        while (writing.get() > 0) {
            database.maintain();
        }
        database.maintain();
        return true;
    }

    private static void check(TimeSeriesDatabase database, int writer, int stepsAtLeast) {
        Selection selection =
                new Selection(
                        List.of(Matcher.equal("writer", Integer.toString(writer))),
                        Long.MIN_VALUE,
                        Long.MAX_VALUE);
        Map<Labels, List<String>> found = Databases.samples(database, selection);
        assertThat(found).hasSize(stepsAtLeast > 0 ? SERIES_EACH : found.size());
        found.forEach((labels, samples) -> {
            int series = Integer.parseInt(labels.value("series"));
            assertThat(samples).hasSizeGreaterThanOrEqualTo(stepsAtLeast);
            for (int step = 0; step < samples.size(); step++) {
                assertThat(samples.get(step))
                        .isEqualTo(step * STEP_MILLIS + "=" + value(step, series));
            }
        });
    }

    private TimeSeriesDatabase open() {
        // The writers may be minutes of samples apart: what the slowest has must not be too old.
        TsdbConfig config =
                TsdbConfig.defaults()
                        .with(new TsdbConfig.Windows(30_000, 600_000, STEPS * STEP_MILLIS));
        return TimeSeriesDatabase.open(folder, config, CLOCK);
    }

    private static double value(int step, int series) {
        return step * 31 + series;
    }

    private static Labels labels(int writer, int series) {
        return Labels.of("writer", Integer.toString(writer), "series", Integer.toString(series));
    }
}
