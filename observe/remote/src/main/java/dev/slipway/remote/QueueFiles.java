package dev.slipway.remote;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The files of one destination's queue (`docs/format/remote-queue.md`): records are appended to
/// the newest, read behind a position, and deleted by whole files. A process that ends leaves at
/// most a torn record at the end of its last file; the next one begins a file of its own, so
/// nothing is ever written behind damage.
///
/// Thread-safe.
final class QueueFiles implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(QueueFiles.class.getName());

    static final int MAGIC = 0x5157_4c53;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;

    /// Length, checksum and number of samples.
    static final int FRAME_BYTES = 12;

    static final int RECORD_BYTES_MAX = 64 << 20;
    private static final String SUFFIX = ".queue";

    /// @param samples how many the record has
    /// @param next where the one behind it begins
    record QueueRecord(byte[] body, int samples, Position next) {}

    private final Path folder;
    private final int segmentBytes;
    private final long diskBytesMax;
    private final long firstNumber;

    /// Sizes of the files by their numbers. Guarded by this, as all below.
    private final NavigableMap<Long, Long> sizes = new TreeMap<>();

    /// Where in a file damage begins.
    private final NavigableMap<Long, Long> skipped = new TreeMap<>();

    private @Nullable FileChannel output;
    private @Nullable FileChannel input;
    private long inputSegment;
    private boolean closed;
    private long damagedRecords;
    private long overflowBytes;

    /// @param firstNumber of a new file, at least: behind every position there was
    QueueFiles(Path folder, int segmentBytes, long diskBytesMax, long firstNumber) {
        this.folder = folder;
        this.firstNumber = firstNumber;
        this.segmentBytes = segmentBytes;
        this.diskBytesMax = diskBytesMax;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path each : entries.filter(QueueFiles::isSegment).toList()) {
                    sizes.put(numberOf(each), Files.size(each));
                }
            }
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    /// Appends a record; whoever waits for one is woken. Where that makes the files too large, the
    /// oldest are deleted, read or not.
    synchronized void append(byte[] body, int samples) throws IOException {
        FileChannel open = output;
        boolean full = open != null && sizes.lastEntry().getValue() >= segmentBytes;
        if (open == null || full || skipped.containsKey(sizes.lastKey())) {
            open = begin();
        }
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        ByteBuffer frame =
                ByteBuffer.allocate(FRAME_BYTES + body.length)
                        .putInt(body.length)
                        .putInt((int) checksum.getValue())
                        .putInt(samples)
                        .put(body)
                        .flip();
        long start = sizes.lastEntry().getValue();
        try {
            while (frame.hasRemaining()) {
                open.write(frame, start + frame.position());
            }
        } catch (IOException e) {
            // What is half written stays at the end of a file that nobody writes to any more.
            output = null;
            open.close();
            throw e;
        }
        sizes.put(sizes.lastKey(), start + frame.limit());
        while (sizes.size() > 1 && sizeBytes() > diskBytesMax) {
            overflowBytes += sizes.firstEntry().getValue();
            delete(sizes.firstKey());
        }
        notifyAll();
    }

    /// The first record at a position or behind it; waits for one. Null once closed.
    synchronized @Nullable QueueRecord await(Position position) throws InterruptedException {
        Position at = position;
        while (!closed) {
            Long segment = sizes.ceilingKey(at.segment());
            if (segment == null) {
                wait();
                continue;
            }
            long offset =
                    segment == at.segment() ? Math.max(at.offset(), HEADER_BYTES) : HEADER_BYTES;
            QueueRecord found = read(segment, offset);
            if (found != null) {
                return found;
            }
            if (sizes.higherKey(segment) == null) {
                at = new Position(segment, offset);
                wait();
            } else {
                at = new Position(segment + 1, 0);
            }
        }
        return null;
    }

    /// Deletes the files that lie before a position as a whole.
    synchronized void trim(Position position) {
        while (!sizes.isEmpty() && sizes.firstKey() < position.segment()) {
            delete(sizes.firstKey());
        }
    }

    synchronized long sizeBytes() {
        long sum = 0;
        for (long size : sizes.values()) {
            sum += size;
        }
        return sum;
    }

    /// Of files that were deleted before they were sent, or at least before that was known, since
    /// there was too much.
    synchronized long overflowBytes() {
        return overflowBytes;
    }

    /// Records that could not be read, where there was something.
    synchronized long damagedRecords() {
        return damagedRecords;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        FileChannel in = input;
        input = null;
        try (FileChannel out = output) {
            output = null;
            if (in != null) {
                in.close();
            }
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Queue closed folder={0} writing={1}",
                    folder,
                    out != null);
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    private FileChannel begin() throws IOException {
        FileChannel before = output;
        output = null;
        if (before != null) {
            before.close();
        }
        long number = sizes.isEmpty() ? firstNumber : Math.max(firstNumber, sizes.lastKey() + 1);
        FileChannel made =
                FileChannel.open(
                        path(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        made.write(ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).putInt(VERSION).flip(), 0);
        sizes.put(number, (long) HEADER_BYTES);
        output = made;
        return made;
    }

    private @Nullable QueueRecord read(long segment, long offset) {
        long size = skipped.getOrDefault(segment, sizes.getOrDefault(segment, 0L));
        if (offset + FRAME_BYTES > size) {
            return null;
        }
        try {
            FileChannel open = input(segment);
            ByteBuffer head = ByteBuffer.allocate(FRAME_BYTES);
            if (offset == HEADER_BYTES) {
                requireHeader(open);
            }
            readFully(open, head, offset);
            int length = head.flip().getInt();
            int expected = head.getInt();
            int samples = head.getInt();
            if (length < 0 || length > RECORD_BYTES_MAX || offset + FRAME_BYTES + length > size) {
                throw new IOException("a record of " + length + " bytes");
            }
            ByteBuffer body = ByteBuffer.allocate(length);
            readFully(open, body, offset + FRAME_BYTES);
            CRC32C checksum = new CRC32C();
            checksum.update(body.array());
            if ((int) checksum.getValue() != expected) {
                throw new IOException("another checksum");
            }
            long next = offset + FRAME_BYTES + length;
            return new QueueRecord(body.array(), samples, new Position(segment, next));
        } catch (ClosedByInterruptException e) {
            // The reader is to stop, and will when it waits.
            input = null;
            return null;
        } catch (IOException e) {
            damaged(segment, offset, e);
            return null;
        }
    }

    /// The rest of the file is skipped: where the next record begins is not known.
    private void damaged(long segment, long offset, IOException cause) {
        damagedRecords++;
        LOG.log(
                System.Logger.Level.WARNING,
                "Rest of a file of the queue skipped file={0} byte={1} cause={2}",
                path(segment),
                offset,
                cause.getMessage());
        skipped.put(segment, offset);
    }

    private static void requireHeader(FileChannel open) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        readFully(open, header, 0);
        if (header.flip().getInt() != MAGIC || header.getInt() != VERSION) {
            throw new IOException("no header of this version");
        }
    }

    private static void readFully(FileChannel open, ByteBuffer target, long start)
            throws IOException {
        while (target.hasRemaining()) {
            if (open.read(target, start + target.position()) < 0) {
                throw new IOException("the end");
            }
        }
    }

    private FileChannel input(long segment) throws IOException {
        FileChannel open = input;
        if (open != null && inputSegment == segment) {
            return open;
        }
        if (open != null) {
            open.close();
        }
        FileChannel made = FileChannel.open(path(segment), StandardOpenOption.READ);
        input = made;
        inputSegment = segment;
        return made;
    }

    private void delete(long segment) {
        sizes.remove(segment);
        skipped.remove(segment);
        try {
            Files.deleteIfExists(path(segment));
        } catch (IOException e) {
            throw new SeriesException(path(segment) + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    private Path path(long number) {
        return folder.resolve("%016d".formatted(number) + SUFFIX);
    }

    private static boolean isSegment(Path path) {
        return path.getFileName().toString().matches("\\d{16}\\.queue");
    }

    private static long numberOf(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(0, 16));
    }
}
