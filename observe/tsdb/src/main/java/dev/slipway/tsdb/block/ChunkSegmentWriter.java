package dev.slipway.tsdb.block;

import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.chunk.Chunk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Writes chunks into the files of a block's `chunks` folder; drawn in `docs/format/block.md`. Not
/// thread-safe.
final class ChunkSegmentWriter implements AutoCloseable {
    /// As Prometheus; offsets are 32 bits.
    static final long SEGMENT_BYTES_MAX = 512L << 20;

    /// Length, encoding and checksum.
    private static final int FRAME_BYTES_MAX = 5 + 1 + 4;

    private final Path folder;
    private final Disk disk;
    private final long segmentBytesMax;
    private @Nullable FileOutput current;
    private int segment = -1;
    private byte[] copy = new byte[4096];

    ChunkSegmentWriter(Path block, Disk disk, long segmentBytesMax) {
        this.disk = disk;
        folder = block.resolve(ChunkSegments.FOLDER);
        this.segmentBytesMax = segmentBytesMax;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be made: " + e.getMessage(), e);
        }
    }

    /// The chunk's reference.
    long write(Chunk chunk) {
        int length = Math.toIntExact(chunk.data().byteSize());
        FileOutput output = segmentFor(length + FRAME_BYTES_MAX);
        final long reference = ChunkMeta.reference(segment, output.position());
        output.putUvarint(length);
        output.beginChecksum();
        output.putByte(chunk.encoding().code());
        if (length > copy.length) {
            copy = new byte[2 * length];
        }
        MemorySegment.copy(chunk.data(), ValueLayout.JAVA_BYTE, 0, copy, 0, length);
        output.putBytes(copy, 0, length);
        output.putChecksum();
        return reference;
    }

    void finish() {
        if (current != null) {
            current.finish();
            current = null;
        }
        try {
            FolderFiles.force(folder);
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
    }

    private FileOutput segmentFor(int bytes) {
        FileOutput open = current;
        if (open != null && open.position() + bytes <= segmentBytesMax) {
            return open;
        }
        if (open != null) {
            open.finish();
        }
        segment++;
        open = new FileOutput(folder.resolve(ChunkSegments.fileName(segment)), disk);
        current = open;
        open.putInt(ChunkSegments.MAGIC);
        open.putByte(ChunkSegments.VERSION);
        open.align(ChunkSegments.HEADER_BYTES);
        return open;
    }
}
