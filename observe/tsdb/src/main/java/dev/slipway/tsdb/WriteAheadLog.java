package dev.slipway.tsdb;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The log of writes, in segments (`docs/format/wal.md`). [#append] writes, [#sync] makes durable:
/// whoever comes while another one waits for the disk shares the next wait with all who came.
///
/// Thread-safe; the order of records is that of the calls.
final class WriteAheadLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WriteAheadLog.class.getName());
    private static final String SUFFIX = ".log";

    private final Path folder;
    private final int segmentBytes;
    private final Object syncing = new Object();
    private final List<String> messages = new ArrayList<>();

    /// Guarded by this.
    private @Nullable FileChannel channel;

    private int number;
    private long size;
    private long written;

    /// Guarded by `syncing`.
    private long synced;

    /// After a failed fsync nobody knows what of the file is on the disk, so nothing more is taken
    /// until the log is opened, and thereby read, again.
    private volatile @Nullable IOException failure;

    WriteAheadLog(Path folder, int segmentBytes) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be made: " + e.getMessage(), e);
        }
    }

    /// Hands over all records in order, once, before the first [#append]. A torn end is cut off;
    /// after damage the rest is set aside.
    void replay(Consumer<RecordCursor> reader) {
        List<Path> segments = segments();
        for (int i = 0; i < segments.size(); i++) {
            Path path = segments.get(i);
            number = numberOf(path);
            LogSegment segment = LogSegment.read(path);
            while (segment.hasNext()) {
                read(path, segment.next(), reader);
            }
            if (!segment.isAtEnd()) {
                repair(path, segment, segments.subList(i + 1, segments.size()));
                return;
            }
        }
    }

    /// The bytes are as they were written, so this is no damage to repair: another version wrote
    /// them, or a bug did.
    private static void read(Path path, RecordCursor record, Consumer<RecordCursor> reader) {
        try {
            reader.accept(record);
        } catch (LogDamagedException e) {
            throw new SeriesException(path + ": cannot be understood: " + e.getMessage(), e);
        }
    }

    /// What was wrong with the files, a sentence each.
    List<String> messages() {
        return List.copyOf(messages);
    }

    /// Writes one record; a position for [#sync].
    synchronized long append(RecordBuffer record) {
        int length = record.size();
        ByteBuffer frame =
                ByteBuffer.allocate(LogSegment.FRAME_BYTES + length)
                        .putInt(Integer.reverseBytes(length))
                        .putInt(
                                Integer.reverseBytes(
                                        LogSegment.checksum(record.bytes(), 0, length)))
                        .put(record.bytes(), 0, length)
                        .flip();
        checkUsable();
        try {
            FileChannel open = channel;
            if (open == null || size >= segmentBytes) {
                open = roll();
            }
            write(open, frame);
            written += frame.limit();
            return written;
        } catch (IOException e) {
            throw new SeriesException(
                    folder + ": cannot be written: " + e.getMessage() + "; nothing was stored", e);
        }
    }

    /// Returns when all up to this position is durable.
    void sync(long position) {
        synchronized (syncing) {
            if (synced >= position) {
                return;
            }
            FileChannel open;
            long reached;
            synchronized (this) {
                open = channel;
                reached = written;
            }
            if (open == null) {
                throw new SeriesException(folder + ": was not made durable: is closed", null);
            }
            try {
                open.force(false);
                synced = reached;
            } catch (ClosedChannelException e) {
                // A new segment was begun, which made the old one durable first.
                awaitRolled(position, open);
            } catch (IOException e) {
                throw unsynced(e);
            }
        }
    }

    @Override
    public synchronized void close() {
        try (FileChannel open = channel) {
            if (open != null) {
                open.force(true);
            }
            channel = null;
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    private void checkUsable() {
        IOException before = failure;
        if (before != null) {
            throw new SeriesException(
                    folder
                            + ": takes no more since it could not be made durable: "
                            + before.getMessage()
                            + "; open it again",
                    before);
        }
    }

    private SeriesException unsynced(IOException cause) {
        failure = cause;
        return new SeriesException(folder + ": was not made durable: " + cause.getMessage(), cause);
    }

    @SuppressWarnings("ReferenceEquality") // Whether it is the same file still.
    private synchronized void awaitRolled(long position, FileChannel before) {
        if (channel == null || channel == before || written < position) {
            throw new SeriesException(folder + ": was not made durable: is closed", null);
        }
        try {
            channel.force(false);
        } catch (IOException e) {
            throw unsynced(e);
        }
    }

    /// Takes back what a full disk left half written, so that the next record follows a whole one.
    private void write(FileChannel open, ByteBuffer frame) throws IOException {
        try {
            while (frame.hasRemaining()) {
                open.write(frame, size + frame.position());
            }
            size += frame.limit();
        } catch (IOException e) {
            open.truncate(size);
            throw e;
        }
    }

    /// The old segment is durable before the new one has anything.
    private FileChannel roll() throws IOException {
        FileChannel before = channel;
        if (before != null) {
            before.force(true);
        }
        Path path = folder.resolve("%08d".formatted(number + 1) + SUFFIX);
        FileChannel made =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        try {
            made.write(
                    ByteBuffer.allocate(LogSegment.HEADER_BYTES)
                            .putInt(Integer.reverseBytes(LogSegment.MAGIC))
                            .putInt(Integer.reverseBytes(LogSegment.VERSION))
                            .flip());
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
        } catch (IOException e) {
            try (made) {
                throw e;
            }
        }
        number++;
        size = LogSegment.HEADER_BYTES;
        channel = made;
        if (before != null) {
            before.close();
        }
        return made;
    }

    private void repair(Path path, LogSegment segment, List<Path> later) {
        boolean torn = later.isEmpty() && segment.isTorn();
        try {
            if (!torn) {
                Files.copy(path, damaged(path), StandardCopyOption.REPLACE_EXISTING);
                for (Path each : later) {
                    number = numberOf(each);
                    Files.move(each, damaged(each), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            try (FileChannel open = FileChannel.open(path, StandardOpenOption.WRITE)) {
                open.truncate(segment.position());
                open.force(true);
            }
            if (segment.position() == 0) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new SeriesException(path + ": cannot be repaired: " + e.getMessage(), e);
        }
        String message =
                torn
                        ? "%s: torn at byte %d, cut off".formatted(path, segment.position())
                        : "%s: damaged at byte %d, this and %d later segments were set aside"
                                .formatted(path, segment.position(), later.size());
        messages.add(message);
        LOG.log(System.Logger.Level.WARNING, "Log repaired {0}", message);
    }

    private List<Path> segments() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(each -> each.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Path damaged(Path path) {
        return path.resolveSibling(path.getFileName() + ".damaged");
    }

    private static int numberOf(Path path) {
        String name = path.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
    }
}
