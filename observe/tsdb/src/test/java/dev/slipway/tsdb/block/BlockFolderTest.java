package dev.slipway.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockFolderTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;

    private final CompactionPlanner planner = CompactionPlanner.ofRetention(15 * DAY);
    private final SplittableRandom random = new SplittableRandom(8);

    /// Each block is made a second after the one before.
    private long nowMillis = 1_700_000_000_000L;

    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis += 1000);

    @TempDir Path path;

    @Test
    void mergesBlocksOfOneWindow() {
        Samples samples = new Samples();
        try (BlockFolder folder = open()) {
            for (int i = 0; i < 4; i++) {
                samples.addAll(written(folder, i, 2L * i * HOUR, 100));
            }
            folder.reload();
            BlockMeta made = folder.compactOnce(planner).orElseThrow();
            assertThat(made.compaction().level()).isEqualTo(2);
            assertThat(made.compaction().sources()).hasSize(3).isSorted();
            assertThat(made.compaction().parents()).hasSize(3);
            assertThat(folder.compactOnce(planner)).isEmpty();
            assertThat(folder.blocks()).hasSize(2);
            assertThat(all(folder).series).isEqualTo(samples.series);
        }
        assertThat(path.toFile().list()).hasSize(2);
        try (BlockFolder folder = open()) {
            assertThat(all(folder).series).isEqualTo(samples.series);
        }
    }

    @Test
    void mergesBlocksThatOverlap() {
        for (int seed = 0; seed < 10; seed++) {
            Path own = path.resolve("seed" + seed);
            try (BlockFolder folder = BlockFolder.open(own, clock, random)) {
                Samples first = written(folder, seed, 0, 200);
                Samples second = written(folder, seed + 1, 100 * 15_000L, 200);
                folder.reload();
                second.addAll(first);
                assertThat(all(folder).series).isEqualTo(second.series);
                assertThat(folder.compactOnce(planner)).isPresent();
                assertThat(folder.blocks()).hasSize(1);
                assertThat(all(folder).series).as("seed %d", seed).isEqualTo(second.series);
            }
        }
    }

    @Test
    void leavesDeletedSamplesOut() {
        try (BlockFolder folder = open()) {
            Samples samples = new Samples();
            for (int i = 0; i < 4; i++) {
                samples.addAll(written(folder, i, 2L * i * HOUR, 200));
            }
            folder.reload();
            Selection some =
                    new Selection(List.of(Matcher.equal("instance", "host-1")), HOUR / 2, 3 * HOUR);
            folder.delete(some);
            samples.delete(some);
            assertThat(folder.compactOnce(planner)).isPresent();
            assertThat(folder.blocks().getFirst().meta().stats().tombstones()).isZero();
            assertThat(all(folder).series).isEqualTo(samples.series);
        }
    }

    @Test
    void joinsSmallChunksAndCopiesTheOthers() {
        try (BlockFolder folder = open()) {
            for (int i = 0; i < 9; i++) {
                Samples few = new Samples();
                for (int j = 0; j < 20; j++) {
                    few.add(Labels.of("a", "small"), i * 600_000L + j * 15_000L, j);
                }
                for (int j = 0; j < 100; j++) {
                    few.add(Labels.of("a", "large"), i * 600_000L + j * 5_000L, j);
                }
                few.write(path, folder.nextUlid());
            }
            written(folder, 1, 3 * DAY, 10);
            folder.reload();
            assertThat(folder.compactOnce(planner)).isPresent();
            try (BlockCursor cursor = folder.blocks().getFirst().cursor(Samples.ALL)) {
                assertThat(cursor.next()).isTrue();
                assertThat(counts(cursor)).hasSize(9).containsOnly(100);
                assertThat(cursor.next()).isTrue();
                assertThat(counts(cursor)).containsExactly(120, 60);
            }
        }
    }

    @Test
    void removesWhatACrashLeft() throws Exception {
        Samples samples = new Samples();
        try (BlockFolder folder = open()) {
            for (int i = 0; i < 4; i++) {
                samples.addAll(written(folder, i, 2L * i * HOUR, 100));
            }
            folder.reload();
            List<Block> parents = List.copyOf(folder.blocks().subList(0, 3));
            // Merged, and crashed before the parents were deleted.
            Compactor.compact(parents, path, folder.nextUlid(), Disk.REAL);
            Files.createDirectories(path.resolve(folder.nextUlid() + BlockWriter.TEMPORARY));
            Files.createDirectories(path.resolve(folder.nextUlid() + ".tmp-for-deletion/chunks"));
        }
        assertThat(path.toFile().list()).hasSize(7);
        try (BlockFolder folder = open()) {
            assertThat(folder.blocks()).hasSize(2);
            assertThat(all(folder).series).isEqualTo(samples.series);
        }
        assertThat(path.toFile().list()).hasSize(2);
    }

    @Test
    void setsAsideWhatItCannotOpen() throws Exception {
        Samples kept;
        try (BlockFolder folder = open()) {
            written(folder, 1, 0, 10);
            folder.reload();
            Path index = folder.blocks().getFirst().folder().resolve("index");
            byte[] bytes = Files.readAllBytes(index);
            bytes[20] ^= 1;
            Files.write(index, bytes);
            kept = written(folder, 2, 2 * HOUR, 10);
        }
        try (BlockFolder folder = open()) {
            assertThat(folder.setAside())
                    .singleElement()
                    .asString()
                    .contains(".damaged")
                    .contains("checksum of symbols");
            assertThat(all(folder).series).isEqualTo(kept.series);
        }
        try (BlockFolder folder = open()) {
            assertThat(folder.setAside()).isEmpty();
        }
    }

    @Test
    void triesDamagedBlocksOnlyOnce() throws Exception {
        try (BlockFolder folder = open()) {
            for (int i = 0; i < 4; i++) {
                written(folder, i, 2L * i * HOUR, 100);
            }
            folder.reload();
            Path chunks = folder.blocks().getFirst().folder().resolve("chunks/000001");
            byte[] bytes = Files.readAllBytes(chunks);
            bytes[40] ^= 1;
            Files.write(chunks, bytes);
        }
        try (BlockFolder folder = open()) {
            assertThatThrownBy(() -> folder.compactOnce(planner))
                    .isInstanceOf(SeriesException.class)
                    .hasMessageContaining("checksum of chunk");
            assertThat(folder.blocks().getFirst().meta().compaction().failed()).isTrue();
            assertThat(folder.compactOnce(planner)).isPresent();
            assertThat(folder.blocks()).hasSize(3);
        }
        assertThat(path.toFile().list()).noneMatch(each -> each.contains("tmp"));
    }

    @Test
    void dropsByAgeAndBySize() {
        try (BlockFolder folder = open()) {
            for (int i = 0; i < 5; i++) {
                written(folder, i, i * DAY, 10);
            }
            folder.reload();
            assertThat(folder.retain(3 * DAY - HOUR, 0, Long.MAX_VALUE)).hasSize(2);
            long two = folder.blocks().get(1).sizeBytes() + folder.blocks().get(2).sizeBytes();
            assertThat(folder.retain(30 * DAY, 0, two)).hasSize(1);
            assertThat(folder.blocks()).hasSize(2);
            assertThat(folder.blocks().getFirst().meta().minMillis()).isBetween(3 * DAY, 4 * DAY);
        }
        assertThat(path.toFile().list()).hasSize(2);
    }

    private BlockFolder open() {
        return BlockFolder.open(path, clock, random);
    }

    private Samples written(BlockFolder folder, long seed, long startMillis, int count) {
        Samples samples = Samples.random(seed, 21, startMillis, count);
        Ulid ulid = folder.nextUlid();
        samples.write(folder.path(), ulid);
        return samples;
    }

    private static List<Integer> counts(BlockCursor cursor) {
        return cursor.chunks().stream()
                .map(each -> ChunkDecoder.count(cursor.chunk(each)))
                .toList();
    }

    /// What a query over all blocks finds.
    private static Samples all(BlockFolder folder) {
        Samples samples = new Samples();
        for (SeriesCursor cursor : folder.select(Samples.ALL)) {
            samples.addAll(Samples.read(cursor));
        }
        return samples;
    }
}
