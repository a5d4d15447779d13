package dev.slipway.backend;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somewhere bytes of states are kept, and can be locked. Thread-safe.
interface Place extends AutoCloseable {
    /// How people call the state of a workspace here.
    String name(String workspace);

    /// All workspaces with a state, without the default one.
    List<String> workspaces() throws IOException;

    void delete(String workspace) throws IOException;

    /// Null before the first.
    byte @Nullable [] read(String workspace) throws IOException;

    /// `lock` is who holds the lock, if anybody does.
    void write(String workspace, byte[] state, @Nullable LockHolder lock) throws IOException;

    /// What came of taking a lock.
    sealed interface Locking {
        /// It is taken, and later released with this.
        record Taken(LockHolder info) implements Locking {}

        /// Somebody else has it.
        record Held(LockHolder holder) implements Locking {}
    }

    Locking lock(String workspace, LockHolder info) throws IOException;

    /// Releases a lock of this process, or one whose holder is gone.
    void unlock(String workspace, LockHolder info) throws IOException;

    @Override
    void close();
}
