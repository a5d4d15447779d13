package dev.slipway.node.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.node.LogSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The output file of a container, to which its processes append without asking anybody.
///
/// Rotation: once `log` holds [#SEGMENT_BYTES], its first part is copied to `log.OFFSET`, where
/// OFFSET counts bytes since the container's start, and cut off the front of `log` in one step of
/// the kernel (`fallocate --collapse-range`, ext4 and XFS), so that no line is lost however busy
/// the writers are. Where the file system cannot do that, `log` is copied and emptied, which loses
/// what is written in between. `rotating` marks a cut under way, for a server killed before it.
///
/// Time: [#look] is called a few times a second and appends to `log.index` pairs of (offset of the
/// end, time), 16 bytes each: the bytes before the offset had been written by then.
///
/// Thread-safe.
final class LogFile {
    static final int SEGMENT_BYTES = 10 << 20;

    /// Besides `log` itself.
    static final int SEGMENTS_KEPT = 2;

    private static final int ENTRY_BYTES = 16;
    private static final int PROBE_BYTES = 4096;

    private final Path folder;
    private final Path log;
    private final Path index;
    private final FrontCutter cutter;
    private final ReentrantLock lock = new ReentrantLock();

    /// The offset of the first byte of `log`.
    @GuardedBy("lock")
    private long base;

    @GuardedBy("lock")
    private long indexed;

    @GuardedBy("lock")
    private Instant lastLook = Instant.EPOCH;

    LogFile(Path folder, FrontCutter cutter) throws IOException {
        this.folder = folder;
        this.log = folder.resolve("log");
        this.index = folder.resolve("log.index");
        this.cutter = cutter;
        List<Segment> segments = segments();
        this.base = segments.isEmpty() ? 0 : segments.getLast().end();
        finishCut(segments);
        this.indexed = lastIndexed();
    }

    /// Notes how far the output has come, and rotates it if it is long enough. True if it has
    /// grown.
    boolean look(Instant now) throws IOException {
        lock.lock();
        try {
            lastLook = now;
            long size = size();
            boolean grown = base + size > indexed;
            if (grown) {
                indexed = base + size;
                appendEntry(indexed, now);
            }
            while (size >= SEGMENT_BYTES) {
                rotate();
                size = size();
            }
            return grown;
        } finally {
            lock.unlock();
        }
    }

    long start() throws IOException {
        lock.lock();
        try {
            List<Segment> segments = segments();
            return segments.isEmpty() ? base : segments.getFirst().start();
        } finally {
            lock.unlock();
        }
    }

    long end() throws IOException {
        lock.lock();
        try {
            return base + size();
        } finally {
            lock.unlock();
        }
    }

    int read(long offset, byte[] buffer) throws IOException {
        lock.lock();
        try {
            if (offset >= base) {
                return readFile(log, offset - base, buffer);
            }
            for (Segment segment : segments()) {
                if (offset >= segment.start() && offset < segment.end()) {
                    return readFile(segment.file(), offset - segment.start(), buffer);
                }
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    Instant timeAt(long offset) throws IOException {
        lock.lock();
        try (FileChannel entries = openIndex()) {
            long at = firstEntry(entries, entry -> entry.offset() > offset);
            if (at < count(entries)) {
                return entry(entries, at).time();
            }
            return Files.getLastModifiedTime(log).toInstant();
        } finally {
            lock.unlock();
        }
    }

    long offsetAt(Instant time) throws IOException {
        lock.lock();
        try (FileChannel entries = openIndex()) {
            long at = firstEntry(entries, entry -> !entry.time().isBefore(time));
            if (at == 0) {
                return segments().isEmpty() ? base : segments().getFirst().start();
            }
            return entry(entries, at - 1).offset();
        } finally {
            lock.unlock();
        }
    }

    /// The output for one reader, who can read to the end even if the folder goes meanwhile.
    LogSource open() throws IOException {
        return new OpenLog(FileChannel.open(log, StandardOpenOption.READ));
    }

    private final class OpenLog implements LogSource {
        private final FileChannel channel;

        OpenLog(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public long start() throws IOException {
            lock.lock();
            try {
                return Files.isDirectory(folder) ? LogFile.this.start() : base;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long end() throws IOException {
            lock.lock();
            try {
                return base + channel.size();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int read(long offset, byte[] buffer) throws IOException {
            lock.lock();
            try {
                return offset >= base
                        ? Math.max(0, channel.read(ByteBuffer.wrap(buffer), offset - base))
                        : LogFile.this.read(offset, buffer);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Instant timeAt(long offset) throws IOException {
            lock.lock();
            try {
                return Files.isDirectory(folder) ? LogFile.this.timeAt(offset) : lastLook;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long offsetAt(Instant time) throws IOException {
            lock.lock();
            try {
                return Files.isDirectory(folder) ? LogFile.this.offsetAt(time) : end();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// A rotated part: the bytes from `start` to `end`.
    private record Segment(Path file, long start, long end) {}

    private record IndexEntry(long offset, Instant time) {}

    private interface EntryTest {
        boolean test(IndexEntry entry);
    }

    @GuardedBy("lock")
    private void rotate() throws IOException {
        Path segment = folder.resolve("log." + base);
        Path copy = folder.resolve(".log.copy");
        try (FileChannel in = FileChannel.open(log, StandardOpenOption.READ);
                FileChannel out =
                        FileChannel.open(
                                copy,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            transfer(in, out);
        }
        Files.writeString(folder.resolve("rotating"), Long.toString(base));
        Files.move(copy, segment, StandardCopyOption.REPLACE_EXISTING);
        base += cut(segment);
        Files.deleteIfExists(folder.resolve("rotating"));
        List<Segment> segments = segments();
        for (int i = 0; i < segments.size() - SEGMENTS_KEPT; i++) {
            Files.deleteIfExists(segments.get(i).file());
        }
        trimIndex();
    }

    private static void transfer(FileChannel in, FileChannel out) throws IOException {
        long copied = 0;
        while (copied < SEGMENT_BYTES) {
            long count = in.transferTo(copied, SEGMENT_BYTES - copied, out);
            if (count <= 0) {
                return;
            }
            copied += count;
        }
    }

    /// Takes the segment off the front of `log`; gives how many bytes went.
    private long cut(Path segment) throws IOException {
        if (cutter.cut(log, SEGMENT_BYTES)) {
            return SEGMENT_BYTES;
        }
        try (FileChannel in =
                        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel out = FileChannel.open(segment, StandardOpenOption.APPEND)) {
            long copied = SEGMENT_BYTES;
            long count = 1;
            while (count > 0) {
                count = in.transferTo(copied, Long.MAX_VALUE - copied, out);
                copied += count;
            }
            in.truncate(0);
            return copied;
        }
    }

    /// A server was killed between copying and cutting: `log` still begins with what was copied.
    @GuardedBy("lock")
    private void finishCut(List<Segment> segments) throws IOException {
        Path mark = folder.resolve("rotating");
        if (!Files.exists(mark)) {
            return;
        }
        if (!segments.isEmpty() && size() >= SEGMENT_BYTES) {
            byte[] front = new byte[PROBE_BYTES];
            byte[] copied = new byte[PROBE_BYTES];
            readFile(log, 0, front);
            readFile(segments.getLast().file(), 0, copied);
            if (java.util.Arrays.equals(front, copied)) {
                base = segments.getLast().start() + cut(segments.getLast().file());
            }
        }
        Files.delete(mark);
    }

    @GuardedBy("lock")
    private void trimIndex() throws IOException {
        long oldest = segments().getFirst().start();
        Path kept = folder.resolve(".log.index.new");
        try (FileChannel entries = openIndex();
                FileChannel out =
                        FileChannel.open(
                                kept,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            long first = firstEntry(entries, entry -> entry.offset() > oldest) * ENTRY_BYTES;
            entries.transferTo(first, entries.size() - first, out);
        }
        Files.move(kept, index, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "log.[0-9]*")) {
            for (Path file : files) {
                long start =
                        Long.parseLong(file.getFileName().toString().substring("log.".length()));
                segments.add(new Segment(file, start, start + Files.size(file)));
            }
        }
        segments.sort(Comparator.comparingLong(Segment::start));
        return segments;
    }

    private long size() throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private static int readFile(Path file, long position, byte[] buffer) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Math.max(0, channel.read(ByteBuffer.wrap(buffer), position));
        }
    }

    private FileChannel openIndex() throws IOException {
        return FileChannel.open(
                index,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    private void appendEntry(long offset, Instant time) throws IOException {
        try (FileChannel entries = openIndex()) {
            ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES);
            bytes.putLong(offset).putLong(time.toEpochMilli()).flip();
            entries.write(bytes, count(entries) * ENTRY_BYTES);
        }
    }

    private long lastIndexed() throws IOException {
        if (!Files.exists(index)) {
            return 0;
        }
        try (FileChannel entries = openIndex()) {
            long count = count(entries);
            return count == 0 ? 0 : entry(entries, count - 1).offset();
        }
    }

    /// The position of the first entry that passes, or the number of entries. Those that pass come
    /// after those that do not.
    private static long firstEntry(FileChannel entries, EntryTest test) throws IOException {
        long low = 0;
        long high = count(entries);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (test.test(entry(entries, middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static IndexEntry entry(FileChannel entries, long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES);
        entries.read(bytes, at * ENTRY_BYTES);
        bytes.flip();
        return new IndexEntry(bytes.getLong(), Instant.ofEpochMilli(bytes.getLong()));
    }

    /// A half-written last entry does not count, and the next one overwrites it.
    private static long count(FileChannel entries) throws IOException {
        return entries.size() / ENTRY_BYTES;
    }
}
