package dev.slipway.tsdb;

import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.block.Disk;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.Encoding;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Full chunks of the head, in files that are made anew from the log at every start. Each chunk
/// names the one before it of its series, so that nothing in memory grows with their number: a
/// series holds the reference of its newest. A reference whose file is gone ends the chain.
///
/// Written under the head's lock, read by any thread. Files are read with positioned reads instead
/// of being mapped, as mapped pages count as memory of the process.
final class HeadChunks implements AutoCloseable {
    private static final int FILE_BYTES_MAX = 16 << 20;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int HEADER_BYTES = 33;
    private static final int CHECKSUM_AT = 29;
    private static final int FIRST_READ_BYTES = 512;
    private static final long NOT_RETIRED = Long.MAX_VALUE;

    /// One chunk of a chain.
    record Link(Chunk chunk, long previous) {}

    private static final class ChunkFile {
        private final Path path;
        private final FileChannel channel;
        private volatile long maxMillis = Long.MIN_VALUE;
        private volatile long retiredAge = NOT_RETIRED;

        /// Written under the lock of the files.
        private volatile int chunks;

        ChunkFile(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }
    }

    private final Path folder;
    private final Disk disk;
    private final ConcurrentHashMap<Integer, ChunkFile> files = new ConcurrentHashMap<>();
    private int sequence = -1;

    /// Under the head's lock.
    private boolean hasRetired;

    /// What is not yet in the file; guarded by this.
    private byte[] buffer = new byte[BUFFER_BYTES];

    private int buffered;
    private int flushed;

    HeadChunks(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        try {
            Files.createDirectories(folder);
            List<Path> old = new ArrayList<>();
            try (Stream<Path> entries = Files.list(folder)) {
                entries.forEach(old::add);
            }
            for (Path path : old) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be emptied: " + e.getMessage(), e);
        }
    }

    /// @param previous of the same series, or [SeriesRecords#NO_CHUNK]
    synchronized long add(Chunk chunk, long previous) {
        ChunkFile file = current();
        MemorySegment data = chunk.data();
        int length = (int) data.byteSize();
        int needed = buffered + HEADER_BYTES + length;
        if (needed > BUFFER_BYTES) {
            flush(file);
            needed = buffered + HEADER_BYTES + length;
        }
        if (needed > buffer.length) {
            // The disk takes nothing now. Nor does it take records of the log: this ends soon.
            buffer = Arrays.copyOf(buffer, Math.max(needed, 2 * buffer.length));
        }
        long reference = (long) sequence << 32 | (flushed + buffered);
        ByteBuffer.wrap(buffer, buffered, HEADER_BYTES)
                .putInt(length)
                .put((byte) chunk.encoding().code())
                .putLong(chunk.minMillis())
                .putLong(chunk.maxMillis())
                .putLong(previous);
        MemorySegment.copy(data, 0, MemorySegment.ofArray(buffer), buffered + HEADER_BYTES, length);
        ByteBuffer.wrap(buffer).putInt(buffered + CHECKSUM_AT, checksum(buffer, buffered, length));
        buffered = needed;
        file.maxMillis = Math.max(file.maxMillis, chunk.maxMillis());
        file.chunks++;
        return reference;
    }

    /// Null if the file is gone, which is when its samples are in a block.
    @Nullable Link read(long reference) {
        ChunkFile file = reference < 0 ? null : files.get((int) (reference >>> 32));
        if (file == null) {
            return null;
        }
        int offset = (int) reference;
        byte[] bytes = bufferedFrom(reference, offset);
        if (bytes == null) {
            bytes = fromFile(file, offset);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int length = header.getInt();
        if (header.getInt(CHECKSUM_AT) != checksum(bytes, 0, length)) {
            throw new SeriesException(
                    "%s: damaged at byte %d (expected: a chunk with its checksum)"
                            .formatted(file.path, offset),
                    null);
        }
        Encoding encoding = Encoding.of(header.get());
        long min = header.getLong();
        long max = header.getLong();
        MemorySegment data = MemorySegment.ofArray(bytes).asSlice(HEADER_BYTES, length);
        return new Link(new Chunk(encoding, min, max, data), header.getLong());
    }

    /// Marks files that only have older samples; [#deleteRetired] deletes them.
    void retireBefore(long timeMillis, long age) {
        files.forEach((number, file) -> {
            boolean done = number != sequence && file.maxMillis < timeMillis;
            if (done && file.retiredAge == NOT_RETIRED) {
                file.retiredAge = age;
                hasRetired = true;
            }
        });
    }

    /// Those that no read looks at any more.
    void deleteRetired(UnderWay reads) {
        if (!hasRetired) {
            return;
        }
        files.values()
                .removeIf(file -> {
                    boolean gone =
                            file.retiredAge != NOT_RETIRED && !reads.reaches(file.retiredAge);
                    if (gone) {
                        delete(file);
                    }
                    return gone;
                });
        hasRetired = files.values().stream().anyMatch(each -> each.retiredAge != NOT_RETIRED);
    }

    /// Of chunks.
    long count() {
        return files.values().stream().mapToLong(each -> each.chunks).sum();
    }

    synchronized long sizeBytes() {
        return (long) Math.max(0, files.size() - 1) * FILE_BYTES_MAX + flushed;
    }

    @Override
    public void close() {
        files.values().forEach(HeadChunks::delete);
        files.clear();
    }

    private ChunkFile current() {
        ChunkFile file = files.get(sequence);
        if (file != null && flushed + buffered < FILE_BYTES_MAX) {
            return file;
        }
        if (file != null) {
            flush(file);
            if (buffered > 0) {
                return file;
            }
        }
        Path path = folder.resolve("%08d".formatted(sequence + 1));
        try {
            FileChannel channel =
                    disk.open(
                            path,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            ChunkFile made = new ChunkFile(path, channel);
            sequence++;
            files.put(sequence, made);
            buffered = 0;
            flushed = 0;
            return made;
        } catch (IOException e) {
            if (file != null) {
                return file;
            }
            throw new SeriesException(path + ": cannot be made: " + e.getMessage(), e);
        }
    }

    private void flush(ChunkFile file) {
        ByteBuffer source = ByteBuffer.wrap(buffer, 0, buffered);
        try {
            while (source.hasRemaining()) {
                file.channel.write(source, flushed + source.position());
            }
        } catch (IOException e) {
            return;
        }
        flushed += buffered;
        buffered = 0;
        if (buffer.length > BUFFER_BYTES) {
            buffer = new byte[BUFFER_BYTES];
        }
    }

    private synchronized byte @Nullable [] bufferedFrom(long reference, int offset) {
        if ((int) (reference >>> 32) != sequence || offset < flushed) {
            return null;
        }
        int start = offset - flushed;
        int length = ByteBuffer.wrap(buffer, start, 4).getInt();
        return Arrays.copyOfRange(buffer, start, start + HEADER_BYTES + length);
    }

    /// Of the header before it and the chunk.
    private static int checksum(byte[] bytes, int start, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start, CHECKSUM_AT);
        checksum.update(bytes, start + HEADER_BYTES, length);
        return (int) checksum.getValue();
    }

    private static byte[] fromFile(ChunkFile file, int offset) {
        try {
            byte[] bytes = new byte[FIRST_READ_BYTES];
            int count = fill(file, bytes, 0, offset);
            if (count < HEADER_BYTES) {
                throw new SeriesException(
                        "%s: ends before %d (expected: a chunk)".formatted(file.path, offset),
                        null);
            }
            int length = ByteBuffer.wrap(bytes).getInt();
            if (length < 0 || length > file.channel.size() - offset - HEADER_BYTES) {
                throw new SeriesException(
                        "%s: length at byte %d: %d (expected: within the file)"
                                .formatted(file.path, offset, length),
                        null);
            }
            int size = HEADER_BYTES + length;
            if (size > count) {
                bytes = Arrays.copyOf(bytes, size);
                fill(file, bytes, count, offset);
            }
            return bytes;
        } catch (IOException e) {
            throw new SeriesException(file.path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static int fill(ChunkFile file, byte[] bytes, int from, int offset) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(bytes, from, bytes.length - from);
        while (target.hasRemaining()) {
            if (file.channel.read(target, (long) offset + target.position()) < 0) {
                break;
            }
        }
        return target.position();
    }

    private static void delete(ChunkFile file) {
        try (FileChannel channel = file.channel) {
            channel.truncate(0);
            Files.deleteIfExists(file.path);
        } catch (IOException e) {
            System.getLogger(HeadChunks.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Chunk file not deleted file={0} reason={1}",
                            file.path,
                            e.getMessage());
        }
    }
}
