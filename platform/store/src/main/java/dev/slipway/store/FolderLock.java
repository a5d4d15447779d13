package dev.slipway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// Keeps a folder to one store of one process. The operating system's file lock decides between
/// processes and ends with the process, however that ends.
///
/// A file beside it says who holds the lock. It also decides within a process: opening and closing
/// the locked file a second time would let go of the first lock, as POSIX has it. So the holder is
/// looked at first; process id and start time tell whether that is this process.
final class FolderLock implements AutoCloseable {
    private static final String LOCK_FILE = "store.lock";
    private static final String HOLDER_FILE = "store.holder";

    private final FileChannel channel;
    private final Path holderFile;

    private FolderLock(FileChannel channel, Path holderFile) {
        this.channel = channel;
        this.holderFile = holderFile;
    }

    static FolderLock take(Path folder) throws IOException {
        // Two threads must not both find the folder free.
        synchronized (FolderLock.class) {
            Path holderFile = folder.resolve(HOLDER_FILE);
            if (readHolder(holderFile).equals(thisProcess())) {
                throw locked(folder, "this process (" + ProcessHandle.current().pid() + ")");
            }
            PrivateFiles.create(folder.resolve(LOCK_FILE));
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw locked(folder, describe(readHolder(holderFile)));
                }
                PrivateFiles.create(holderFile);
                Files.writeString(holderFile, thisProcess());
                return new FolderLock(channel, holderFile);
            } catch (IOException | RuntimeException e) {
                try (channel) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (FolderLock.class) {
            try (channel) {
                Files.deleteIfExists(holderFile);
            }
        }
    }

    private static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        return process.pid() + " " + started;
    }

    private static String readHolder(Path holderFile) throws IOException {
        return Files.exists(holderFile) ? Files.readString(holderFile).strip() : "";
    }

    private static String describe(String holder) {
        int space = holder.indexOf(' ');
        return space < 0 ? "another process" : "process " + holder.substring(0, space);
    }

    private static StoreLockedException locked(Path folder, String holder) {
        return new StoreLockedException(
                "The store in %s is in use by %s; stop that first, or choose another folder"
                        .formatted(folder, holder),
                null);
    }
}
