package dev.slipway.tsdb;

import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.block.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The log of writes, in segments (`docs/format/wal.md`). [#append] writes, [#sync] makes durable:
/// whoever comes while another one waits for the disk shares the next wait with all who came.
///
/// Thread-safe; the order of records is that of the calls.
final class WriteAheadLog implements AutoCloseable {
    private final LogFolder folder;
    private final Disk disk;
    private final int segmentBytes;
    private final Object syncing = new Object();

    /// Guarded by this.
    private @Nullable LogFile file;

    private final ByteBuffer buffer = LogFile.buffer();
    private int number;
    private long written;
    private long writtenAtCheckpoint;

    /// Guarded by `syncing`.
    private long synced;

    /// After a failed fsync nobody knows what of the file is on the disk, so nothing more is taken
    /// until the log is opened, and thereby read, again.
    private volatile @Nullable IOException failure;

    WriteAheadLog(Path path, int segmentBytes, Disk disk) {
        this.folder = new LogFolder(path);
        this.segmentBytes = segmentBytes;
        this.disk = disk;
    }

    /// Hands over all records in order, once, before the first [#append]: those of the checkpoint,
    /// then those of the segments. A torn end is cut off; after damage the rest is set aside.
    void replay(Consumer<RecordCursor> reader) {
        number = folder.replay(reader);
    }

    /// What was wrong with the files, a sentence each.
    List<String> messages() {
        return folder.messages();
    }

    /// Writes one record; a position for [#sync].
    synchronized long append(RecordBuffer record) {
        checkUsable();
        record.seal();
        try {
            LogFile open = file;
            if (open == null || open.size() >= segmentBytes) {
                open = roll();
            }
            writeTo(open, record);
            written += record.size();
            return written;
        } catch (IOException e) {
            throw new SeriesException(
                    folder.path()
                            + ": cannot be written: "
                            + e.getMessage()
                            + "; nothing was stored",
                    e);
        }
    }

    /// Returns when all up to this position is durable.
    void sync(long position) {
        synchronized (syncing) {
            if (synced >= position) {
                return;
            }
            LogFile open;
            long reached;
            synchronized (this) {
                open = file;
                reached = written;
            }
            if (open == null) {
                throw closed();
            }
            try {
                open.force();
                synced = reached;
            } catch (ClosedChannelException e) {
                // A new segment was begun, which made the old one durable first.
                awaitRolled(position, open);
            } catch (IOException e) {
                throw unsynced(e);
            }
        }
    }

    /// Makes all durable that was written.
    void syncAll() {
        long position;
        synchronized (this) {
            position = file == null ? 0 : written;
        }
        sync(position);
    }

    synchronized long bytesSinceCheckpoint() {
        return written - writtenAtCheckpoint;
    }

    /// Begins a new segment for a checkpoint and says its number: what is written from now on is in
    /// it or later.
    synchronized int beginSegment() {
        checkUsable();
        try {
            roll();
            writtenAtCheckpoint = written;
            return number;
        } catch (IOException e) {
            throw new SeriesException(
                    folder.path() + ": no segment can be begun: " + e.getMessage(), e);
        }
    }

    /// Writes what replaces all segments before this one, then deletes those.
    ///
    /// @param writer hands over records, each of which it may use again afterwards
    void checkpoint(int segment, Consumer<Consumer<RecordBuffer>> writer) {
        try {
            Path temporary = folder.temporaryCheckpoint(segment);
            try (LogFile made = LogFile.create(disk, temporary, LogFile.buffer())) {
                writer.accept(record -> {
                    record.seal();
                    try {
                        made.write(record.bytes(), record.size());
                    } catch (IOException e) {
                        throw new SeriesException(
                                temporary + ": cannot be written: " + e.getMessage(), e);
                    }
                });
                made.force();
            }
            folder.publishCheckpoint(segment);
        } catch (IOException e) {
            throw new SeriesException(
                    folder.path() + ": checkpoint cannot be written: " + e.getMessage(), e);
        }
    }

    /// Of all files.
    long sizeBytes() {
        return folder.sizeBytes();
    }

    @Override
    public synchronized void close() {
        try (LogFile open = file) {
            if (open != null) {
                open.force();
            }
            file = null;
        } catch (IOException e) {
            throw new SeriesException(folder.path() + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    private void writeTo(LogFile open, RecordBuffer record) throws IOException {
        try {
            open.write(record.bytes(), record.size());
        } catch (IOException e) {
            if (open.isTorn()) {
                failure = e;
            }
            throw e;
        }
    }

    private void checkUsable() {
        IOException before = failure;
        if (before != null) {
            throw new SeriesException(
                    folder.path()
                            + ": takes no more since it could not be made durable: "
                            + before.getMessage()
                            + "; open it again",
                    before);
        }
    }

    private SeriesException unsynced(IOException cause) {
        failure = cause;
        return new SeriesException(
                folder.path() + ": was not made durable: " + cause.getMessage(), cause);
    }

    private SeriesException closed() {
        return new SeriesException(folder.path() + ": was not made durable: is closed", null);
    }

    @SuppressWarnings("ReferenceEquality") // Whether it is the same file still.
    private synchronized void awaitRolled(long position, LogFile before) {
        if (file == null || file == before || written < position) {
            throw closed();
        }
        try {
            file.force();
        } catch (IOException e) {
            throw unsynced(e);
        }
    }

    /// The old segment is durable before the new one has anything.
    private LogFile roll() throws IOException {
        LogFile before = file;
        if (before != null) {
            try {
                before.force();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
        LogFile made = LogFile.create(disk, folder.segment(number + 1), buffer);
        try (FileChannel directory = FileChannel.open(folder.path())) {
            directory.force(true);
        } catch (IOException e) {
            try (made) {
                throw e;
            }
        }
        number++;
        file = made;
        if (before != null) {
            before.close();
        }
        return made;
    }
}
