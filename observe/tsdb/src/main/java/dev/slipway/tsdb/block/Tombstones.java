package dev.slipway.tsdb.block;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Which samples of a block are deleted: for each series ranges of time, both ends included, sorted
/// and apart from each other. The file is drawn in `docs/format/block.md`. Immutable.
final class Tombstones {
    static final String NAME = "tombstones";
    static final Tombstones NONE = new Tombstones(Map.of());

    private static final int MAGIC = 0x0130ba30;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 5;
    private static final int CHECKSUM_BYTES = 4;

    /// From a series to starts and ends in turns.
    private final Map<Long, long[]> ranges;

    private Tombstones(Map<Long, long[]> ranges) {
        this.ranges = ranges;
    }

    long[] of(long series) {
        return ranges.getOrDefault(series, TimeRanges.NONE);
    }

    /// Of ranges.
    long count() {
        return ranges.values().stream().mapToLong(each -> each.length / 2).sum();
    }

    /// With this range deleted from these series too.
    Tombstones with(Iterable<Long> series, long startMillis, long endMillis) {
        Map<Long, long[]> changed = new TreeMap<>(ranges);
        for (Long each : series) {
            changed.merge(each, new long[] {startMillis, endMillis}, TimeRanges::joined);
        }
        return new Tombstones(changed);
    }

    /// No file is no tombstones: Prometheus writes none for some blocks.
    static Tombstones read(Path block) {
        Path path = block.resolve(NAME);
        if (!Files.exists(path)) {
            return NONE;
        }
        try (Arena arena = Arena.ofConfined()) {
            MappedFile file = new MappedFile(path, arena);
            if (file.intAt(0) != MAGIC || file.byteAt(4) != VERSION) {
                throw file.damaged(
                        0,
                        "header: %08x %d (expected: %08x %d)"
                                .formatted(file.intAt(0), file.byteAt(4), MAGIC, VERSION));
            }
            long length = file.sizeBytes() - HEADER_BYTES - CHECKSUM_BYTES;
            file.checkSum("tombstones", HEADER_BYTES, length);
            FileCursor cursor = new FileCursor(file, HEADER_BYTES, HEADER_BYTES + length);
            Map<Long, long[]> ranges = new TreeMap<>();
            while (!cursor.isAtEnd()) {
                long series = cursor.uvarint();
                long[] range = {cursor.varint(), cursor.varint()};
                ranges.merge(series, range, TimeRanges::joined);
            }
            return new Tombstones(ranges);
        }
    }

    void write(Path block) {
        ByteArrayOutputStream stones = new ByteArrayOutputStream();
        ranges.forEach((series, each) -> {
            for (int i = 0; i < each.length; i += 2) {
                putUvarint(stones, series);
                putVarint(stones, each[i]);
                putVarint(stones, each[i + 1]);
            }
        });
        CRC32C checksum = new CRC32C();
        checksum.update(stones.toByteArray());
        ByteBuffer file =
                ByteBuffer.allocate(HEADER_BYTES + stones.size() + CHECKSUM_BYTES)
                        .putInt(MAGIC)
                        .put((byte) VERSION)
                        .put(stones.toByteArray())
                        .putInt((int) checksum.getValue());
        FolderFiles.replace(block.resolve(NAME), file.array());
    }

    private static void putVarint(ByteArrayOutputStream to, long value) {
        putUvarint(to, value << 1 ^ value >> 63);
    }

    private static void putUvarint(ByteArrayOutputStream to, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            to.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }
}
