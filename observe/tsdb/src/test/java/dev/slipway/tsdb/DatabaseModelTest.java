package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is done in whatever order, a database answers as a sorted map does: ranges of a minute,
/// so that blocks are made and merged all the time.
final class DatabaseModelTest {
    private static final long RANGE_MILLIS = 60_000;
    private static final long WINDOW_MILLIS = 200_000;
    private static final int SERIES = 12;

    @TempDir private Path folder;

    private final Map<Labels, NavigableMap<Long, Double>> model = new TreeMap<>();
    private final Map<Labels, Long> last = new TreeMap<>();
    private long newest;

    /// Ticks, so that blocks have an order.
    private long nowMillis = 100_000_000_000L;

    /// Samples before it are in blocks, where a late one replaces them instead of being refused.
    private long boundary;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAsASortedMap(long seed) {
        Random random = new Random(seed);
        TimeSeriesDatabase database = open();
        try {
            for (int step = 0; step < 250; step++) {
                int dice = random.nextInt(100);
                if (dice < 80) {
                    append(database, random);
                } else if (dice < 84) {
                    delete(database, random);
                } else if (dice < 92) {
                    database.maintain();
                } else if (dice < 94) {
                    database.cleanTombstones();
                } else if (dice < 97) {
                    database.close();
                    database = open();
                    assertThat(database.messages()).isEmpty();
                } else {
                    check(database, random);
                }
            }
            check(database, random);
        } finally {
            database.close();
        }
    }

    private void append(TimeSeriesDatabase database, Random random) {
        newest += random.nextInt(4000);
        boundary = Math.floorDiv(database.status(0).head().minMillis(), RANGE_MILLIS);
        boundary *= RANGE_MILLIS;
        try (Appender appender = database.appender()) {
            Map<Labels, NavigableMap<Long, Double>> accepted = new TreeMap<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                // Some series fall silent for long, so that the head forgets them.
                int period = (int) (newest / 400_000) % 3;
                Labels labels = labels(period * 4 + random.nextInt(4));
                boolean late = random.nextInt(4) == 0;
                long time = newest + i - (late ? random.nextInt(300) * 1000L : 20L * i);
                double value = random.nextInt(3);
                Outcome outcome = appender.append(appender.series(labels), time, value);
                judge(labels, time, value, outcome, accepted);
            }
            appender.commit();
            accepted.forEach((labels, samples) -> {
                model.computeIfAbsent(labels, key -> new TreeMap<>()).putAll(samples);
                last.merge(labels, samples.lastKey(), Math::max);
            });
        }
    }

    private void judge(
            Labels labels,
            long time,
            double value,
            Outcome outcome,
            Map<Labels, NavigableMap<Long, Double>> accepted) {
        NavigableMap<Long, Double> own = accepted.computeIfAbsent(labels, key -> new TreeMap<>());
        Double before = own.get(time);
        if (before == null && model.containsKey(labels)) {
            before = model.get(labels).get(time);
            if (before != null && outcome == Outcome.ACCEPTED && before != value) {
                assertThat(time).isLessThan(boundary);
                before = null;
            }
        }
        long maxSeen =
                last.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
        switch (outcome) {
            case ACCEPTED -> {
                if (before == null) {
                    own.put(time, value);
                }
            }
            case DUPLICATE -> assertThat(before).isNotNull().isNotEqualTo(value);
            case TOO_OLD -> assertThat(time).isLessThan(maxSeen - WINDOW_MILLIS);
            case OUT_OF_ORDER, UNKNOWN_SERIES ->
                    throw new AssertionError(labels + " " + time + ": " + outcome);
        }
        if (own.isEmpty()) {
            accepted.remove(labels);
        }
    }

    private void delete(TimeSeriesDatabase database, Random random) {
        Labels labels = labels(random.nextInt(SERIES));
        long start = newest - random.nextInt(300_000);
        long end = start + random.nextInt(60_000);
        database.delete(List.of(Matcher.equal("a", labels.value("a"))), start, end);
        if (model.containsKey(labels)) {
            model.get(labels).subMap(start, true, end, true).clear();
        }
    }

    private void check(TimeSeriesDatabase database, Random random) {
        long start = random.nextBoolean() ? Long.MIN_VALUE : newest - random.nextInt(400_000);
        Map<Labels, List<String>> expected = new TreeMap<>();
        model.forEach((labels, samples) -> {
            List<String> texts = new ArrayList<>();
            samples.tailMap(start, true).forEach((time, value) -> texts.add(time + "=" + value));
            if (!texts.isEmpty()) {
                expected.put(labels, texts);
            }
        });
        Selection selection = new Selection(List.of(), start, Long.MAX_VALUE);
        Map<Labels, List<String>> found = Databases.samples(database, selection);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((labels, samples) ->
                assertThat(found.get(labels))
                        .as(labels.toString())
                        .containsExactlyElementsOf(samples));
    }

    private TimeSeriesDatabase open() {
        TsdbConfig config =
                TsdbConfig.defaults()
                        .with(new TsdbConfig.Windows(RANGE_MILLIS, 600_000, WINDOW_MILLIS))
                        .with(new TsdbConfig.Disk(Long.MAX_VALUE, Long.MAX_VALUE, 4096));
        return TimeSeriesDatabase.open(folder, config, () -> Instant.ofEpochMilli(nowMillis++));
    }

    private static Labels labels(int number) {
        return Labels.of("__name__", "m", "a", Integer.toString(number));
    }
}
