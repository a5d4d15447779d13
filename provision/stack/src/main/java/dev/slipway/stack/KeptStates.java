package dev.slipway.stack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// States that others keep here, each with the versions before it, and who has it locked. What
/// `put` or `lock` returned from survives `kill -9` and a power cut. Thread-safe.
final class KeptStates {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int VERSIONS_KEPT = 100;
    private static final String SUFFIX = ".tfstate";

    private final Path folder;
    private final ConcurrentHashMap<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    KeptStates(Path folder) {
        this.folder = folder;
    }

    /// What a state says of itself.
    record Version(int number, long serial, String lineage, long bytes) {}

    /// A request that the state as it is does not allow.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean locked;

        Refused(boolean locked, String message) {
            super(message);
            this.locked = locked;
        }

        /// Whether somebody else has the lock; the message is then what they said of it.
        boolean isLocked() {
            return locked;
        }
    }

    /// The newest version, or null.
    byte @Nullable [] find(String name) {
        List<Path> versions = versions(name);
        return versions.isEmpty() ? null : read(versions.getLast());
    }

    byte @Nullable [] find(String name, int number) {
        return read(versionFile(name, number));
    }

    List<Version> history(String name) {
        return versions(name).stream().map(KeptStates::describe).toList();
    }

    /// Keeps a state as the newest version. `lockId` is that of the lock the writer has, or null.
    ///
    /// @throws Refused if somebody else has the lock, or it is no state
    void put(String name, byte[] state, @Nullable String lockId) throws Refused {
        in(
                name,
                () -> {
                    checkLock(name, lockId);
                    checkState(state);
                    List<Path> versions = versions(name);
                    int number = versions.isEmpty() ? 1 : number(versions.getLast()) + 1;
                    write(name, versionFile(name, number), state);
                    for (Path old :
                            versions.subList(0, Math.max(0, versions.size() - VERSIONS_KEPT + 1))) {
                        Files.deleteIfExists(old);
                    }
                    return true;
                });
    }

    /// Removes a state with all its versions.
    void delete(String name, @Nullable String lockId) throws Refused {
        in(
                name,
                () -> {
                    checkLock(name, lockId);
                    for (Path version : versions(name).reversed()) {
                        Files.deleteIfExists(version);
                    }
                    return true;
                });
    }

    /// Takes the lock; taking one's own again changes nothing.
    ///
    /// @throws Refused if somebody else has it
    void lock(String name, byte[] lock) throws Refused {
        in(
                name,
                () -> {
                    checkLock(name, lockId(lock));
                    write(name, lockFile(name), lock);
                    return true;
                });
    }

    /// Gives the lock back; without an id whoever has it loses it.
    ///
    /// @throws Refused if it is another one
    void unlock(String name, byte[] lock) throws Refused {
        in(
                name,
                () -> {
                    if (lock.length > 0) {
                        checkLock(name, lockId(lock));
                    }
                    return Files.deleteIfExists(lockFile(name));
                });
    }

    private void checkLock(String name, @Nullable String lockId) throws Refused {
        byte[] held = read(lockFile(name));
        if (held != null && !lockId(held).equals(lockId == null ? "" : lockId)) {
            throw new Refused(true, new String(held, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static String lockId(byte[] lock) throws Refused {
        try {
            String id = MAPPER.readTree(lock).path("ID").asText("");
            if (!id.isEmpty()) {
                return id;
            }
        } catch (IOException e) {
            throw new Refused(false, "lock: no JSON (expected: an object with an ID)");
        }
        throw new Refused(false, "lock: no ID (expected: an object with an ID)");
    }

    /// An encrypted state tells nothing but that it is JSON.
    private static void checkState(byte[] state) throws Refused {
        try (JsonParser parser = MAPPER.createParser(state)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refused(false, "state: no object (expected: a state in JSON)");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new Refused(false, "state: more than one object");
            }
        } catch (IOException e) {
            throw new Refused(false, "state: no JSON: " + e.getMessage());
        }
    }

    private static Version describe(Path file) {
        long serial = 0;
        String lineage = "";
        try (JsonParser parser = MAPPER.createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (field.equals("serial") && token.isNumeric()) {
                    serial = parser.getLongValue();
                } else if (field.equals("lineage")) {
                    lineage = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            return new Version(number(file), serial, lineage, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private List<Path> versions(String name) {
        try (Stream<Path> files = Files.list(stateFolder(name))) {
            return files.filter(each -> each.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + stateFolder(name), e);
        }
    }

    private static int number(Path version) {
        String name = version.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
    }

    private Path stateFolder(String name) {
        return folder.resolve(name);
    }

    private Path versionFile(String name, int number) {
        return stateFolder(name).resolve("%08d%s".formatted(number, SUFFIX));
    }

    private Path lockFile(String name) {
        return stateFolder(name).resolve("lock.json");
    }

    private static byte @Nullable [] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /// States hold secrets: only the server's user may read them.
    private void write(String name, Path file, byte[] content) throws IOException {
        Path parent = Folders.made(stateFolder(name));
        Path fresh =
                Files.createTempFile(
                        parent,
                        "new",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(parent)) {
            channel.force(true);
        }
    }

    private void in(String name, Step step) throws Refused {
        ReentrantLock turn = turns.computeIfAbsent(name, _ -> new ReentrantLock());
        turn.lock();
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep state " + name, e);
        } finally {
            turn.unlock();
        }
    }

    /// A step that nobody else takes at the same time.
    @FunctionalInterface
    private interface Step {
        boolean run() throws IOException, Refused;
    }
}
