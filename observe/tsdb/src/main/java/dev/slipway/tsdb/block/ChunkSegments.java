package dev.slipway.tsdb.block;

import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.Encoding;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files of a block's `chunks` folder, for reading; drawn in `docs/format/block.md`.
/// Thread-safe; valid as long as its arena.
final class ChunkSegments {
    static final String FOLDER = "chunks";
    static final int MAGIC = 0x85bd40dd;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;

    private static final int LENGTH_BYTES_MAX = 5;

    private final List<MappedFile> segments = new ArrayList<>();
    private final Path folder;

    ChunkSegments(Path block, Arena arena) {
        folder = block.resolve(FOLDER);
        for (Path file : files(folder)) {
            MappedFile segment = new MappedFile(file, arena);
            if (segment.intAt(0) != MAGIC) {
                throw segment.damaged(
                        0, "magic: %08x (expected: %08x)".formatted(segment.intAt(0), MAGIC));
            }
            if (segment.byteAt(4) != VERSION) {
                throw segment.damaged(
                        4, "version: %d (expected: %d)".formatted(segment.byteAt(4), VERSION));
            }
            segments.add(segment);
        }
    }

    static String fileName(int segment) {
        return "%06d".formatted(segment + 1);
    }

    /// Checks the chunk's checksum; the data lie in the file still.
    Chunk read(ChunkMeta meta) {
        if (meta.segment() < 0 || meta.segment() >= segments.size()) {
            throw new SeriesException(
                    "Damaged block: %s: file %s is named by the index and missing"
                            .formatted(folder, fileName(meta.segment())),
                    null);
        }
        MappedFile file = segments.get(meta.segment());
        long end = Math.min(file.sizeBytes(), meta.offset() + LENGTH_BYTES_MAX);
        if (meta.offset() < HEADER_BYTES || meta.offset() >= end) {
            throw file.damaged(meta.offset(), "no chunk here (expected: one that the index names)");
        }
        FileCursor cursor = new FileCursor(file, meta.offset(), end);
        long length = cursor.uvarint();
        long start = cursor.position();
        file.checkSum("chunk", start, length + 1);
        MemorySegment data = file.slice(start + 1, length);
        return new Chunk(encoding(file, start), meta.minMillis(), meta.maxMillis(), data);
    }

    SeriesException damaged(ChunkMeta meta, RuntimeException cause) {
        return segments.get(meta.segment())
                .damaged(meta.offset(), String.valueOf(cause.getMessage()), cause);
    }

    private static Encoding encoding(MappedFile file, long offset) {
        int code = file.byteAt(offset);
        if (code < 1 || code > Encoding.values().length) {
            throw file.damaged(offset, "chunk encoding: %d (expected: 1-3)".formatted(code));
        }
        return Encoding.of(code);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files =
                    entries.filter(each -> each.getFileName().toString().matches("\\d{6}"))
                            .sorted()
                            .toList();
            for (int i = 0; i < files.size(); i++) {
                if (!files.get(i).getFileName().toString().equals(fileName(i))) {
                    throw new SeriesException(
                            "Damaged block: %s: file %s is missing".formatted(folder, fileName(i)),
                            null);
                }
            }
            return files;
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
