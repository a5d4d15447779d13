package dev.slipway.tsdb.block;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A file in memory, read only. What does not fit into it is an exception with the file and the
/// offset. Thread-safe; valid as long as its arena.
final class MappedFile {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Path file;
    private final MemorySegment memory;

    MappedFile(Path file, Arena arena) {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    long sizeBytes() {
        return memory.byteSize();
    }

    MemorySegment memory() {
        return memory;
    }

    int byteAt(long offset) {
        check(offset, 1);
        return memory.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    int intAt(long offset) {
        check(offset, 4);
        return memory.get(INT, offset);
    }

    /// A length or number of things.
    long unsignedIntAt(long offset) {
        return intAt(offset) & 0xffff_ffffL;
    }

    long longAt(long offset) {
        check(offset, 8);
        return memory.get(LONG, offset);
    }

    MemorySegment slice(long offset, long length) {
        check(offset, length);
        return memory.asSlice(offset, length);
    }

    /// Checks the checksum that stands behind so many bytes.
    void checkSum(String what, long offset, long length) {
        check(offset, length + 4);
        CRC32C checksum = new CRC32C();
        // A buffer is at most 2 GiB long, sections may be longer.
        for (long done = 0; done < length; done += Integer.MAX_VALUE) {
            long part = Math.min(Integer.MAX_VALUE, length - done);
            checksum.update(memory.asSlice(offset + done, part).asByteBuffer());
        }
        int stored = intAt(offset + length);
        if ((int) checksum.getValue() != stored) {
            throw damaged(
                    offset,
                    "checksum of %s: %08x (expected: %08x)"
                            .formatted(what, checksum.getValue(), stored));
        }
    }

    void check(long offset, long length) {
        if (offset < 0 || length < 0 || offset > memory.byteSize() - length) {
            throw damaged(
                    offset,
                    "%d bytes (expected: within the %d of the file)"
                            .formatted(length, memory.byteSize()));
        }
    }

    SeriesException damaged(long offset, String what) {
        return damaged(offset, what, null);
    }

    SeriesException damaged(long offset, String what, @Nullable Throwable cause) {
        return new SeriesException(
                "Damaged block: %s at offset %d: %s".formatted(file, offset, what), cause);
    }
}
