package dev.slipway.tsdb.block;

import dev.slipway.series.Labels;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes a block: series by ascending labels, each with its chunks by ascending time. It grows in
/// a temporary folder that becomes the block with [#finish], after everything is durable; without
/// that, [#close] removes it, and so does the next opening of the [BlockFolder] after a crash.
///
/// ```
/// try (BlockWriter writer = new BlockWriter(folder, ulid)) {
///     writer.series(labels);
///     writer.chunk(chunk);
///     writer.finish(minMillis, maxMillis, BlockMeta.Compaction.first(ulid));
/// }
/// ```
///
/// The bytes are drawn in `docs/format/block.md`. Not thread-safe.
public final class BlockWriter implements AutoCloseable {
    /// Prometheus removes such folders at its start too.
    static final String TEMPORARY = ".tmp-for-creation";

    private final Path target;
    private final Path temporary;
    private final Ulid ulid;
    private final ChunkSegmentWriter segments;
    private final IndexWriter index;
    private final List<ChunkMeta> chunks = new ArrayList<>();
    private @Nullable Labels open;
    private @Nullable Labels lastWritten;
    private long sampleCount;
    private long seriesCount;
    private long chunkCount;

    public BlockWriter(Path folder, Ulid ulid) {
        this(folder, ulid, Disk.REAL);
    }

    public BlockWriter(Path folder, Ulid ulid, Disk disk) {
        this(folder, ulid, disk, ChunkSegmentWriter.SEGMENT_BYTES_MAX);
    }

    BlockWriter(Path folder, Ulid ulid, Disk disk, long segmentBytesMax) {
        this.ulid = ulid;
        target = folder.resolve(ulid.toString());
        temporary = folder.resolve(ulid + TEMPORARY);
        FolderFiles.deleteTree(temporary);
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new SeriesException(temporary + ": cannot be made: " + e.getMessage(), e);
        }
        segments = new ChunkSegmentWriter(temporary, disk, segmentBytesMax);
        index = new IndexWriter(temporary, disk);
    }

    /// Begins a series. One that gets no chunk is left out.
    public void series(Labels labels) {
        endSeries();
        if (lastWritten != null && lastWritten.compareTo(labels) >= 0) {
            throw new IllegalArgumentException(
                    "labels: %s (expected: greater than %s)".formatted(labels, lastWritten));
        }
        open = labels;
    }

    /// To the series begun last.
    public void chunk(Chunk chunk) {
        if (open == null) {
            throw new IllegalStateException("No series was begun");
        }
        if (!chunks.isEmpty() && chunks.getLast().maxMillis() >= chunk.minMillis()) {
            throw new IllegalArgumentException(
                    "chunk of %s: from %d (expected: after %d)"
                            .formatted(open, chunk.minMillis(), chunks.getLast().maxMillis()));
        }
        long reference = segments.write(chunk);
        chunks.add(new ChunkMeta(chunk.minMillis(), chunk.maxMillis(), reference));
        sampleCount += ChunkDecoder.count(chunk);
    }

    /// Makes the block, durably; empty if no chunk was written.
    ///
    /// @param minMillis of samples, included
    /// @param maxMillis of samples, not included
    public Optional<BlockMeta> finish(
            long minMillis, long maxMillis, BlockMeta.Compaction compaction) {
        endSeries();
        if (chunkCount == 0) {
            return Optional.empty();
        }
        segments.finish();
        index.finish();
        BlockMeta.Stats stats = new BlockMeta.Stats(sampleCount, seriesCount, chunkCount, 0);
        BlockMeta meta = new BlockMeta(ulid, minMillis, maxMillis, stats, compaction);
        Tombstones.NONE.write(temporary);
        MetaFile.write(temporary, meta);
        FolderFiles.move(temporary, target);
        return Optional.of(meta);
    }

    @Override
    public void close() {
        segments.close();
        index.close();
        FolderFiles.deleteTree(temporary);
    }

    private void endSeries() {
        if (open != null && !chunks.isEmpty()) {
            index.add(open, chunks);
            lastWritten = open;
            seriesCount++;
            chunkCount += chunks.size();
        }
        chunks.clear();
        open = null;
    }
}
