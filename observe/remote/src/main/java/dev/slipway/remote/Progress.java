package dev.slipway.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;

/// How far a queue was sent. Records are done in any order, since shards send at their own pace;
/// what is kept is the position up to which all are. It is written at most once a second and on
/// closing, so a process that is killed sends again what was done since.
///
/// Thread-safe.
final class Progress {
    private static final System.Logger LOG = System.getLogger(Progress.class.getName());
    private static final int FILE_BYTES = 20;
    private static final long SAVE_NANOS = 1_000_000_000;

    /// A record that is under way. Guarded by its progress.
    static final class Pending {
        private final Position next;
        private int entries;

        Pending(Position next, int entries) {
            this.next = next;
            this.entries = entries;
        }
    }

    private final Path file;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Position done;
    private Position saved;
    private long savedNanos = System.nanoTime();

    Progress(Path folder) {
        this.file = folder.resolve("position");
        this.done = load();
        this.saved = done;
    }

    synchronized Position done() {
        return done;
    }

    /// Records are to be begun in their order.
    synchronized Pending begin(Position next, int entries) {
        Pending begun = new Pending(next, entries);
        pending.add(begun);
        advance();
        return begun;
    }

    /// One entry of the record was sent or dropped. True if the position moved into another file.
    synchronized boolean finish(Pending record) {
        record.entries--;
        long before = done.segment();
        advance();
        return done.segment() != before;
    }

    synchronized boolean isIdle() {
        return pending.isEmpty();
    }

    synchronized void save() {
        if (done.equals(saved)) {
            return;
        }
        savedNanos = System.nanoTime();
        Path written = file.resolveSibling("position.new");
        try {
            ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES);
            bytes.putLong(done.segment()).putLong(done.offset());
            bytes.putInt(checksum(bytes.array())).flip();
            try (FileChannel open =
                    FileChannel.open(
                            written,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                open.write(bytes);
            }
            Files.move(
                    written,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            saved = done;
        } catch (IOException e) {
            // Sending goes on; a restart sends more of it again.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Position of the queue not written file={0} cause={1}",
                    file,
                    e.getMessage());
        }
    }

    private void advance() {
        while (!pending.isEmpty() && pending.peek().entries <= 0) {
            done = pending.remove().next;
        }
        // A file cannot be written by a thread that is to stop; closing saves.
        boolean due = System.nanoTime() - savedNanos > SAVE_NANOS;
        if (due && !Thread.currentThread().isInterrupted()) {
            save();
        }
    }

    /// From the start of what is there if the file is missing or damaged: rather twice than never.
    private Position load() {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            if (bytes.limit() == FILE_BYTES && bytes.getInt(16) == checksum(bytes.array())) {
                return new Position(bytes.getLong(0), bytes.getLong(8));
            }
        } catch (IOException e) {
            return Position.START;
        }
        return Position.START;
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, 16);
        return (int) checksum.getValue();
    }
}
