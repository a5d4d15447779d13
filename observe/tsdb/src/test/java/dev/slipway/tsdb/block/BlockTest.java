package dev.slipway.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.chunk.ChunkCutter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockTest {
    private static final long START = -1_000_000;
    private static final Ulid ULID = Ulid.of(1_700_000_000_000L, new SplittableRandom(1));

    private final Samples samples = Samples.random(5, 200, START, 250);

    @TempDir Path folder;

    @Test
    void readsBackWhatItWrote() {
        BlockMeta meta = samples.write(folder, ULID);
        try (Block block = Block.open(folder.resolve(ULID.toString()))) {
            assertThat(block.meta()).isEqualTo(meta);
            assertThat(meta.stats().samples()).isEqualTo(200 * 250);
            assertThat(Samples.read(block, Samples.ALL).series).isEqualTo(samples.series);
        }
    }

    @Test
    void findsWhatMatches() {
        samples.write(folder, ULID);
        try (Block block = Block.open(folder.resolve(ULID.toString()))) {
            SplittableRandom random = new SplittableRandom(2);
            for (int i = 0; i < 300; i++) {
                Selection selection = selection(random);
                Samples expected = samples.select(selection);
                assertThat(Samples.read(block, selection).series)
                        .as(selection.toString())
                        .isEqualTo(expected.series);
            }
        }
    }

    @Test
    void namesLabelsAndValuesOfWhatMatches() {
        samples.write(folder, ULID);
        try (Block block = Block.open(folder.resolve(ULID.toString()))) {
            assertThat(block.labelNames(Samples.ALL))
                    .containsExactly("__name__", "größe", "instance", "job", "path");
            Selection some =
                    new Selection(List.of(Matcher.equal("path", "/20")), START, Long.MAX_VALUE);
            assertThat(block.labelNames(some))
                    .containsExactly("__name__", "instance", "job", "path");
            assertThat(block.labelValues("instance", some)).containsExactly("host-4");
            assertThat(block.labelValues("instance", Samples.ALL)).hasSize(40).isSorted();
            assertThat(block.labelValues("nothing", Samples.ALL)).isEmpty();
            assertThat(block.series(some)).hasSize(1);
            assertThat(block.series(new Selection(List.of(), Long.MIN_VALUE, START - 1))).isEmpty();
        }
    }

    @Test
    void leavesOutWhatWasDeleted() {
        samples.write(folder, ULID);
        Selection some =
                new Selection(
                        List.of(Matcher.equal("instance", "host-3")),
                        START + 100_000,
                        START + 2_000_000);
        Selection all =
                new Selection(List.of(Matcher.equal("path", "/8")), Long.MIN_VALUE, Long.MAX_VALUE);
        try (Block block = Block.open(folder.resolve(ULID.toString()))) {
            block.delete(some);
            block.delete(all);
            samples.delete(some);
            samples.delete(all);
            assertThat(Samples.read(block, Samples.ALL).series).isEqualTo(samples.series);
        }
        try (Block block = Block.open(folder.resolve(ULID.toString()))) {
            assertThat(block.meta().stats().tombstones()).isEqualTo(6);
            assertThat(Samples.read(block, Samples.ALL).series).isEqualTo(samples.series);
        }
    }

    @Test
    void staysReadableForCursorsThatAreOpen() {
        samples.write(folder, ULID);
        Block block = Block.open(folder.resolve(ULID.toString()));
        try (SeriesCursor cursor = block.select(Samples.ALL)) {
            block.close();
            assertThat(cursor.next()).isTrue();
        }
        assertThatThrownBy(() -> block.select(Samples.ALL))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void spreadsChunksOverSegments() throws Exception {
        samples.write(new BlockWriter(folder, ULID, Disk.REAL, 20_000), ULID);
        Path path = folder.resolve(ULID.toString());
        try (Stream<Path> files = Files.list(path.resolve("chunks"));
                Block block = Block.open(path)) {
            assertThat(files).hasSizeGreaterThan(3);
            assertThat(Samples.read(block, Samples.ALL).series).isEqualTo(samples.series);
        }
        Files.delete(path.resolve("chunks").resolve("000002"));
        assertThatThrownBy(() -> Block.open(path))
                .isInstanceOf(SeriesException.class)
                .hasMessageContaining("000002 is missing");
    }

    @Test
    void refusesSeriesOutOfOrder() {
        try (BlockWriter writer = new BlockWriter(folder, ULID)) {
            ChunkCutter cutter = new ChunkCutter(writer::chunk);
            writer.series(Labels.of("z", "1"));
            cutter.add(0, 1);
            cutter.finish();
            assertThatThrownBy(() -> samples.write(writer, ULID))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void answersRightOrSaysThatTheBlockIsDamaged() throws Exception {
        Samples few = Samples.random(9, 20, START, 130);
        few.write(folder, ULID);
        Path path = folder.resolve(ULID.toString());
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (String name : List.of("index", "chunks/000001", "tombstones")) {
            Path file = path.resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < 300; i++) {
                Files.write(file, mutated(bytes, random));
                refused += isRefused(path, few) ? 1 : 0;
            }
            Files.write(file, bytes);
        }
        assertThat(refused).isBetween(600, 900);
        assertThat(isRefused(path, few)).isFalse();
    }

    private static boolean isRefused(Path path, Samples expected) {
        try (Block block = Block.open(path)) {
            assertThat(Samples.read(block, Samples.ALL).series).isEqualTo(expected.series);
            return false;
        } catch (SeriesException e) {
            assertThat(e).hasMessageContaining("Damaged block").hasMessageContaining("offset");
            return true;
        }
    }

    private static byte[] mutated(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        if (random.nextInt(5) == 0) {
            return Arrays.copyOf(changed, random.nextInt(changed.length));
        }
        int flips = 1 + random.nextInt(3);
        for (int i = 0; i < flips; i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static Selection selection(SplittableRandom random) {
        List<Matcher> matchers = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Matcher.Type type = List.of(Matcher.Type.values()).get(random.nextInt(4));
            String name =
                    List.of("__name__", "instance", "path", "größe", "job", "none")
                            .get(random.nextInt(6));
            String value =
                    List.of("", "temperature", "host-1", "host-1.*", "/1|/4|", ".+", "/1.?", "/22")
                            .get(random.nextInt(8));
            matchers.add(Matcher.of(type, name, value));
        }
        long start = START + random.nextLong(-100_000, 4_000_000);
        return new Selection(matchers, start, start + random.nextLong(4_000_000));
    }
}
