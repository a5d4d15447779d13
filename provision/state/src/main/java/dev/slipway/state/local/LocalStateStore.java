package dev.slipway.state.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.Journal;
import dev.slipway.state.JournalFile;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// States in files: `terraform.tfstate` for the default workspace, `terraform.tfstate.d/NAME/` for
/// others. Locks are those of Terraform: it and this keep each other out. Thread-safe.
public final class LocalStateStore implements StateStore {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration RETRY = Duration.ofMillis(500);

    /// The state files that this process has locked.
    private static final Map<Path, Held> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final Path workspaces;
    private final InstantSource clock;
    private final StateFormat format;

    /// @param file the state of the default workspace
    /// @param workspaces the folder of the others
    public LocalStateStore(Path file, Path workspaces, InstantSource clock) {
        this(file, workspaces, clock, StateFormat.PLAIN);
    }

    public LocalStateStore(Path file, Path workspaces, InstantSource clock, StateFormat format) {
        this.file = file;
        this.workspaces = workspaces;
        this.clock = clock;
        this.format = format;
    }

    @Override
    public List<String> workspaces() {
        List<String> names = new ArrayList<>(List.of(DEFAULT_WORKSPACE));
        try (Stream<Path> folders = Files.list(workspaces)) {
            folders.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .forEach(names::add);
        } catch (NoSuchFileException e) {
            return names;
        } catch (IOException e) {
            throw new StateException("workspaces: cannot read " + workspaces, e);
        }
        return names;
    }

    @Override
    public void deleteWorkspace(String name) {
        if (name.equals(DEFAULT_WORKSPACE)) {
            throw new StateException("workspace: default cannot be deleted");
        }
        Path folder = workspaces.resolve(name);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new StateException("workspace: cannot delete " + folder, e);
        }
    }

    private Path stateFile(String workspace) {
        return workspace.equals(DEFAULT_WORKSPACE)
                ? file
                : workspaces.resolve(workspace).resolve("terraform.tfstate");
    }

    private static Path beside(Path state, String prefix, String suffix) {
        return state.resolveSibling(prefix + state.getFileName() + suffix);
    }

    private static Path journalFile(Path state) {
        return beside(state, "", ".journal");
    }

    private static Path lockFile(Path state) {
        return beside(state, ".", ".lock.info");
    }

    @Override
    public @Nullable State read(String workspace) {
        return read(stateFile(workspace));
    }

    private @Nullable State read(Path state) {
        try {
            State interrupted = interrupted(state);
            if (interrupted != null) {
                return interrupted;
            }
            byte[] bytes = bytes(state);
            return bytes.length == 0
                    ? null
                    : JournalFile.replay(
                            journalFile(state), format.read(bytes, state.toString()), format);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new StateException("state: cannot read " + state + ": " + e.getMessage(), e);
        }
    }

    /// What a process was writing when it died, if it had all of it beside the state already.
    private @Nullable State interrupted(Path state) throws IOException {
        Path fresh = freshFile(state);
        if (!Files.exists(fresh)) {
            return null;
        }
        try {
            return format.read(Files.readAllBytes(fresh), fresh.toString());
        } catch (StateException _) {
            return null;
        }
    }

    /// A file that this process has locked must not be opened anew: closing it would release the
    /// lock, as POSIX says.
    private static byte[] bytes(Path state) throws IOException {
        Held held = HELD.get(key(state));
        return held == null ? Files.readAllBytes(state) : held.bytes();
    }

    private static Path key(Path state) {
        return state.toAbsolutePath().normalize();
    }

    private static Path freshFile(Path state) {
        return beside(state, ".", ".new");
    }

    @Override
    public Lock lock(String workspace, LockRequest request, Duration wait) {
        Path state = stateFile(workspace);
        long until = System.nanoTime() + wait.toNanos();
        while (true) {
            Held held = tryLock(state, request);
            if (held != null) {
                return held;
            }
            if (System.nanoTime() - until >= 0) {
                throw new StateException(
                        "lock: the state "
                                + state
                                + " is locked"
                                + holder(state)
                                + " Wait until that run has ended; if it is gone, use force-unlock"
                                + " with the ID of the lock.");
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StateException("lock: interrupted while waiting for " + state, e);
            }
        }
    }

    private @Nullable Held tryLock(Path state, LockRequest request) {
        try {
            Files.createDirectories(state.toAbsolutePath().getParent());
            if (HELD.containsKey(key(state))) {
                return null;
            }
            boolean made = !Files.exists(state);
            FileChannel channel =
                    FileChannel.open(
                            state,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
                return null;
            }
            String id = UUID.randomUUID().toString();
            ObjectNode told =
                    MAPPER.createObjectNode()
                            .put("ID", id)
                            .put("Operation", request.operation())
                            .put("Info", request.reason())
                            .put("Who", request.who())
                            .put("Version", "1.11.4")
                            .put("Created", clock.instant().toString())
                            .put("Path", state.toString());
            Files.write(lockFile(state), MAPPER.writeValueAsBytes(told));
            Held held = new Held(state, channel, id, made);
            HELD.put(key(state), held);
            return held;
        } catch (IOException e) {
            throw new StateException("lock: cannot lock " + state + ": " + e.getMessage(), e);
        }
    }

    private static String holder(Path state) {
        try {
            JsonNode told = MAPPER.readTree(lockFile(state).toFile());
            return " by %s since %s for %s (ID %s)."
                    .formatted(
                            told.path("Who").asText("somebody"),
                            told.path("Created").asText("some time"),
                            told.path("Operation").asText("something"),
                            told.path("ID").asText("unknown"));
        } catch (IOException e) {
            return ".";
        }
    }

    @Override
    public void forceUnlock(String workspace, String lockId) {
        Path state = stateFile(workspace);
        Path told = lockFile(state);
        try {
            String id = MAPPER.readTree(told.toFile()).path("ID").asText("");
            if (!id.equals(lockId)) {
                throw new StateException(
                        "lock: ID " + lockId + " (expected: " + id + ", that of the lock)");
            }
            Files.delete(told);
        } catch (IOException e) {
            throw new StateException("lock: the state " + state + " is not locked", e);
        }
    }

    @Override
    public void close() {
        // Files are open only while something is locked.
    }

    /// A lock on a state file, which is open as long as it is held.
    private final class Held implements Lock {
        private final Path state;
        private final FileChannel channel;
        private final String id;
        private final boolean made;
        private @Nullable JournalFile journal;

        private Held(Path state, FileChannel channel, String id, boolean made) {
            this.state = state;
            this.channel = channel;
            this.id = id;
            this.made = made;
        }

        @Override
        public String id() {
            return id;
        }

        /// A journal left by a run that died is made part of the state first, so that its changes
        /// and the next ones cannot be mixed up.
        @Override
        public synchronized Journal journal() {
            if (journal == null) {
                State now = read(state);
                if (Files.exists(journalFile(state))) {
                    if (now != null) {
                        write(now, true);
                    }
                    JournalFile.remove(journalFile(state));
                }
                if (now == null) {
                    now = State.empty("1.11.4", UUID.randomUUID().toString());
                    write(now, true);
                }
                journal = JournalFile.open(journalFile(state), now.lineage(), now.serial(), format);
            }
            return journal;
        }

        @Override
        public synchronized void write(State next, boolean force) {
            State now = force ? null : read(state);
            if (now != null && !now.lineage().equals(next.lineage())) {
                throw new StateException(
                        "state: lineage %s (expected: %s, that of %s); it belongs to something else"
                                .formatted(next.lineage(), now.lineage(), state));
            }
            if (now != null && next.serial() < now.serial()) {
                throw new StateException(
                        "state: serial %d (expected: at least %d, that of %s); it is older"
                                .formatted(next.serial(), now.serial(), state));
            }
            try {
                backup();
                replace(format.write(next));
                if (journal != null) {
                    journal.close();
                    journal = null;
                }
                JournalFile.remove(journalFile(state));
            } catch (IOException e) {
                throw new StateException("state: cannot write " + state + ": " + e.getMessage(), e);
            }
        }

        private synchronized byte[] bytes() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
                // Until all of it is read.
            }
            return buffer.array();
        }

        private void backup() throws IOException {
            byte[] content = bytes();
            if (content.length > 0) {
                Files.write(beside(state, "", ".backup"), content);
            }
        }

        /// In place, as the lock is on this very file; the backup is whole all the while, and a
        /// file of the new content beside until it is.
        private void replace(byte[] content) throws IOException {
            Path fresh = freshFile(state);
            try (FileChannel out =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                writeAll(out, content);
                out.force(true);
            }
            channel.position(0);
            writeAll(channel, content);
            channel.truncate(content.length);
            channel.force(true);
            Files.delete(fresh);
        }

        private static void writeAll(FileChannel out, byte[] content) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }

        @Override
        public synchronized void close() {
            try {
                if (journal != null) {
                    journal.close();
                }
                Files.deleteIfExists(lockFile(state));
                boolean empty = channel.size() == 0;
                HELD.remove(key(state));
                channel.close();
                if (made && empty) {
                    Files.deleteIfExists(state);
                }
            } catch (IOException e) {
                throw new StateException("lock: cannot release " + state, e);
            }
        }
    }
}
