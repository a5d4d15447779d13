package dev.slipway.tsdb;

import static dev.slipway.tsdb.Databases.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Labels;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.block.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that are full, fail or change bytes: less is there, never something else, and it is said.
final class DamageTest {
    private static final long STEP_MILLIS = 1000;
    private static final int STEPS = 120;

    @TempDir private Path folder;

    @Test
    void aLogDamagedAnywhereAnswersWithWhatCameBefore() throws IOException {
        Path original = folder.resolve("original");
        try (TimeSeriesDatabase database = open(original, Disk.REAL)) {
            write(database, 0, STEPS);
        }
        Random random = new Random(3);
        List<Path> segments = files(original.resolve("log"), ".log");
        assertThat(segments).hasSizeGreaterThan(2);
        for (Path segment : segments) {
            int size = (int) Files.size(segment);
            for (int at : places(size, random)) {
                Path copy = copyWithDamage(original, segment, at, random);
                try (TimeSeriesDatabase database = open(copy, Disk.REAL)) {
                    checkPrefix(database);
                    assertThat(database.messages()).as("byte %d", at).isNotEmpty();
                    write(database, 2 * STEPS, 2 * STEPS + 1);
                }
            }
        }
    }

    @Test
    void aDamagedCheckpointNeverMakesUpSamples() throws IOException {
        Path original = folder.resolve("original");
        try (TimeSeriesDatabase database = open(original, Disk.REAL)) {
            write(database, 0, STEPS);
            database.maintain();
            write(database, STEPS, STEPS + 5);
        }
        Random random = new Random(4);
        List<Path> checkpoints = files(original.resolve("log"), ".checkpoint");
        assertThat(checkpoints).hasSize(1);
        for (int at : places((int) Files.size(checkpoints.getFirst()), random)) {
            Path copy = copyWithDamage(original, checkpoints.getFirst(), at, random);
            try (TimeSeriesDatabase database = open(copy, Disk.REAL)) {
                checkNothingMadeUp(database);
                assertThat(database.messages()).isNotEmpty();
            }
        }
    }

    @Test
    void aLogCutAnywhereAtItsEndAnswersWithWholeCommits() throws IOException {
        Path original = folder.resolve("original");
        try (TimeSeriesDatabase database = open(original, Disk.REAL)) {
            write(database, 0, 8);
        }
        Path segment = files(original.resolve("log"), ".log").getLast();
        byte[] bytes = Files.readAllBytes(segment);
        for (int length = 0; length < bytes.length; length += 3) {
            Path copy = copy(original);
            Files.write(
                    copy.resolve("log").resolve(segment.getFileName()),
                    Arrays.copyOf(bytes, length));
            try (TimeSeriesDatabase database = open(copy, Disk.REAL)) {
                checkPrefix(database);
            }
        }
    }

    @Test
    void aFullDiskLosesNothingThatWasAcknowledged() {
        Random random = new Random(5);
        FullDisk disk = new FullDisk();
        Map<Labels, Map<Long, Double>> model = new TreeMap<>();
        int refused = 0;
        for (int round = 0; round < 6; round++) {
            try (TimeSeriesDatabase database = open(folder, disk)) {
                for (int step = round * 60; step < round * 60 + 60; step++) {
                    disk.freeBytes(random.nextInt(3) == 0 ? random.nextInt(300) : Long.MAX_VALUE);
                    refused += tryAppend(database, step, model) ? 0 : 1;
                    if (random.nextInt(8) == 0) {
                        refused += tryMaintain(database) ? 0 : 1;
                    }
                }
                disk.freeBytes(Long.MAX_VALUE);
                check(database, model);
                database.maintain();
                check(database, model);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void takesNothingMoreOnceTheDiskFailedUntilItIsOpenedAgain() {
        FullDisk disk = new FullDisk();
        try (TimeSeriesDatabase database = open(folder, disk)) {
            append(database, labels(0), 1000, 1);
            disk.failsToForce(true);
            assertThatThrownBy(() -> append(database, labels(0), 2000, 1))
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("not made durable");
            disk.failsToForce(false);
            assertThatThrownBy(() -> append(database, labels(0), 3000, 1))
                    .hasMessageContaining("open it again");
        }
        try (TimeSeriesDatabase database = open(folder, disk)) {
            append(database, labels(0), 3000, 1);
            assertThat(Databases.samples(database, labels(0))).contains("1000=1.0", "3000=1.0");
        }
    }

    private static boolean tryAppend(
            TimeSeriesDatabase database, int step, Map<Labels, Map<Long, Double>> model) {
        Labels labels = labels(step % 4 + step / 100 * 4);
        try {
            append(database, labels, step * STEP_MILLIS, step);
            model.computeIfAbsent(labels, key -> new TreeMap<>())
                    .put(step * STEP_MILLIS, (double) step);
            return true;
        } catch (SeriesException e) {
            assertThat(e).hasMessageContaining("No space left");
            return false;
        }
    }

    private static boolean tryMaintain(TimeSeriesDatabase database) {
        try {
            database.maintain();
            return true;
        } catch (SeriesException e) {
            assertThat(e).hasMessageContaining("No space left");
            return false;
        }
    }

    private static void check(TimeSeriesDatabase database, Map<Labels, Map<Long, Double>> model) {
        Map<Labels, List<String>> expected = new TreeMap<>();
        model.forEach((labels, samples) -> {
            List<String> texts = new ArrayList<>();
            samples.forEach((time, value) -> texts.add(time + "=" + value));
            expected.put(labels, texts);
        });
        assertThat(Databases.samples(database, Databases.EVERYTHING)).isEqualTo(expected);
    }

    private static void write(TimeSeriesDatabase database, int fromStep, int toStep) {
        for (int step = fromStep; step < toStep; step++) {
            append(database, labels(step % 3), step * STEP_MILLIS, step);
        }
    }

    /// All up to some step, and nothing after it.
    private static void checkPrefix(TimeSeriesDatabase database) {
        checkNothingMadeUp(database);
        List<Long> times = new ArrayList<>();
        Databases.samples(database, Databases.EVERYTHING)
                .values()
                .forEach(each -> each.forEach(text -> times.add(timeOf(text))));
        for (long step = 0; step < times.size(); step++) {
            assertThat(times).contains(step * STEP_MILLIS);
        }
    }

    private static void checkNothingMadeUp(TimeSeriesDatabase database) {
        Databases.samples(database, Databases.EVERYTHING)
                .forEach((labels, samples) -> {
                    for (String text : samples) {
                        int step = (int) (timeOf(text) / STEP_MILLIS);
                        assertThat(labels).isEqualTo(labels(step % 3));
                        assertThat(text).isEqualTo(step * STEP_MILLIS + "=" + (double) step);
                    }
                });
    }

    private static long timeOf(String text) {
        return Long.parseLong(text.substring(0, text.indexOf('=')));
    }

    /// All of the header and of the first record's frame, and some others.
    private static List<Integer> places(int size, Random random) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < Math.min(size, LogSegment.HEADER_BYTES + 14); i++) {
            places.add(i);
        }
        for (int i = 0; i < 10; i++) {
            places.add(random.nextInt(size));
        }
        return places;
    }

    private Path copyWithDamage(Path original, Path file, int at, Random random)
            throws IOException {
        Path copy = copy(original);
        Path damaged = copy.resolve("log").resolve(file.getFileName());
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(damaged, bytes);
        return copy;
    }

    private Path copy(Path original) throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        try (Stream<Path> tree = Files.walk(original)) {
            for (Path each : tree.toList()) {
                Path target = copy.resolve(original.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
        return copy;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(each -> each.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static TimeSeriesDatabase open(Path folder, Disk disk) {
        TsdbConfig config =
                TsdbConfig.defaults()
                        .with(new TsdbConfig.Windows(20_000, 600_000, 0))
                        .with(new TsdbConfig.Disk(Long.MAX_VALUE, Long.MAX_VALUE, 1024));
        return TimeSeriesDatabase.open(new TsdbStorage(folder, config, Instant::now, disk));
    }

    private static Labels labels(int series) {
        return Labels.of("series", Integer.toString(series));
    }
}
