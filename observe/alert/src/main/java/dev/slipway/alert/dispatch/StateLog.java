package dev.slipway.alert.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What must survive a crash, as a file that only grows until it is written anew: a header, then
/// records of length, checksum and payload; the layout is drawn in `docs/format/alerts.md`.
///
/// Writers add records in the order of the changes and then call [#sync], which makes all durable
/// that was added before; one that waits for another's sync finds its own records written.
/// Thread-safe.
final class StateLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StateLog.class.getName());
    static final byte[] MAGIC = {'S', 'L', 'I', 'P', 'A', 'L', 'R', '1'};
    static final int PAYLOAD_BYTES_MAX = 16 << 20;
    private static final int FRAME_BYTES = 8;
    private static final long REWRITE_BYTES_MIN = 1 << 20;

    private final Path file;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final Object fileLock = new Object();

    @GuardedBy("this")
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    @GuardedBy("fileLock")
    private FileChannel channel;

    @GuardedBy("fileLock")
    private long size;

    @GuardedBy("fileLock")
    private long sizeWhenNew;

    private StateLog(Path file, FileChannel lockChannel, FileLock lock, FileChannel channel)
            throws IOException {
        this.file = file;
        this.lockChannel = lockChannel;
        this.lock = lock;
        this.channel = channel;
        this.size = channel.size();
        this.sizeWhenNew = size;
    }

    /// Opens the file in `folder`, made if there is none, and hands its records to `restore`.
    /// Throws [UncheckedIOException], also if another process has it open.
    static StateLog open(Path folder, Consumer<StateRecord> restore) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("alerts.log");
            FileChannel lockChannel =
                    FileChannel.open(
                            folder.resolve("alerts.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = lock(lockChannel, folder);
            try {
                return new StateLog(file, lockChannel, lock, channel(file, folder, restore));
            } catch (IOException | RuntimeException e) {
                lockChannel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the state of alerts in " + folder, e);
        }
    }

    private static FileChannel channel(Path file, Path folder, Consumer<StateRecord> restore)
            throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.size() == 0) {
                writeFully(channel, ByteBuffer.wrap(MAGIC));
                channel.force(true);
                syncFolder(folder);
            } else {
                restore(file, channel, restore);
            }
            channel.position(channel.size());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    synchronized void add(StateRecord record) {
        try {
            frame(record, new DataOutputStream(waiting));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything added before is on disk on return. Throws [UncheckedIOException]; what could not
    /// be written is kept for the next try.
    void sync() {
        synchronized (fileLock) {
            ByteArrayOutputStream batch = take();
            if (batch.size() == 0) {
                return;
            }
            try {
                channel.position(size);
                writeFully(channel, ByteBuffer.wrap(batch.toByteArray()));
                channel.force(false);
                size += batch.size();
            } catch (IOException e) {
                putBack(batch);
                throw new UncheckedIOException("Cannot write " + file, e);
            }
        }
    }

    /// Whether the file has grown so much that it should be written anew.
    boolean isWorthRewriting() {
        synchronized (fileLock) {
            return size > REWRITE_BYTES_MIN && size > 2 * sizeWhenNew;
        }
    }

    /// Replaces the file by one with these records, which must say all that the file says. What has
    /// been added and not yet written comes after them; a record says the whole of its object, so
    /// that it does no harm twice.
    void rewrite(List<StateRecord> records) {
        synchronized (fileLock) {
            Path fresh = file.resolveSibling("alerts.log.new");
            try (FileChannel out =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(MAGIC);
                for (StateRecord record : records) {
                    frame(record, new DataOutputStream(bytes));
                }
                writeFully(out, ByteBuffer.wrap(bytes.toByteArray()));
                out.force(true);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                syncFolder(file.toAbsolutePath().getParent());
                channel.close();
                channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                size = channel.size();
                sizeWhenNew = size;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot rewrite " + file, e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (fileLock) {
            FileChannel open = channel;
            try (lockChannel;
                    lock;
                    open) {
                sync();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot close " + file, e);
            }
        }
    }

    private synchronized ByteArrayOutputStream take() {
        ByteArrayOutputStream batch = waiting;
        waiting = new ByteArrayOutputStream();
        return batch;
    }

    private synchronized void putBack(ByteArrayOutputStream batch) {
        batch.writeBytes(waiting.toByteArray());
        waiting = batch;
    }

    private static void frame(StateRecord record, DataOutputStream out) throws IOException {
        byte[] payload = StateCodec.encode(record);
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new IllegalStateException("a record of " + payload.length + " bytes");
        }
        out.writeInt(payload.length);
        out.writeInt(checksum(payload));
        out.write(payload);
        out.flush();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    private static FileLock lock(FileChannel channel, Path folder) throws IOException {
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("this process has " + folder + " open already", e);
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another process has " + folder + " open");
        }
        return lock;
    }

    /// Reads up to the first record that is damaged. A last one that is not whole is what a crash
    /// leaves, and is cut off; anything else is set aside for somebody to look at.
    private static void restore(Path file, FileChannel channel, Consumer<StateRecord> restore)
            throws IOException {
        long length = channel.size();
        long good = 0;
        DataInputStream in =
                new DataInputStream(
                        new java.io.BufferedInputStream(Files.newInputStream(file), 1 << 16));
        try (in) {
            if (java.util.Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                good = MAGIC.length;
                for (long next = good; next > 0; next = next(in, good, length, restore)) {
                    good = next;
                }
            }
        }
        if (good == length) {
            return;
        }
        boolean torn = good > 0 && length - good < tornBytesMax(channel, good);
        if (!torn) {
            Path aside = file.resolveSibling("alerts.log.damaged");
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "State of alerts cut at its first damaged record. file={0} at={1,number,#}"
                        + " size={2,number,#} setAside={3}",
                file,
                good,
                length,
                !torn);
        channel.truncate(good);
        if (good == 0) {
            writeFully(channel, ByteBuffer.wrap(MAGIC));
        }
        channel.force(true);
    }

    /// How long the rest may be if the record that begins there was being written in a crash.
    private static long tornBytesMax(FileChannel channel, long good) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        while (length.hasRemaining() && channel.read(length, good + length.position()) > 0) {}
        if (length.hasRemaining()) {
            return FRAME_BYTES;
        }
        int payload = length.getInt(0);
        return payload < 0 || payload > PAYLOAD_BYTES_MAX ? 0 : (long) payload + FRAME_BYTES;
    }

    /// The place after the record that begins at `at`; -1 if there is none that is whole.
    private static long next(
            DataInputStream in, long at, long length, Consumer<StateRecord> restore)
            throws IOException {
        if (length - at < FRAME_BYTES) {
            return -1;
        }
        int bytes = in.readInt();
        int checksum = in.readInt();
        if (bytes < 2 || bytes > PAYLOAD_BYTES_MAX || bytes > length - at - FRAME_BYTES) {
            return -1;
        }
        byte[] payload = in.readNBytes(bytes);
        if (payload.length < bytes || checksum(payload) != checksum) {
            return -1;
        }
        try {
            restore.accept(StateCodec.decode(payload));
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "Record of alerts left out.", e);
        }
        return at + FRAME_BYTES + bytes;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void syncFolder(@Nullable Path folder) throws IOException {
        if (folder != null) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
