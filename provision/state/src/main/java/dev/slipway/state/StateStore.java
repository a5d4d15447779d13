package dev.slipway.state;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the states of workspaces are kept: what Terraform calls a backend. Safe for many threads.
public interface StateStore extends AutoCloseable {
    String DEFAULT_WORKSPACE = "default";

    /// The names of all workspaces that have a state, the default one always among them, in order.
    List<String> workspaces();

    /// Removes a workspace with its state.
    void deleteWorkspace(String name);

    /// The state as it is, `null` before the first.
    ///
    /// @throws StateException if it cannot be read or is none
    @Nullable State read(String workspace);

    /// Takes the lock, waiting so long for whoever has it.
    ///
    /// @throws StateException that says who has it, since when and for what
    Lock lock(String workspace, LockRequest request, Duration wait);

    /// Releases a lock whose holder is gone.
    ///
    /// @throws StateException if it has another id or there is none
    void forceUnlock(String workspace, String lockId);

    @Override
    void close();

    /// What is told to others while the lock is held.
    record LockRequest(String operation, String who, String reason) {}

    /// A lock that is held, through which alone the state is changed. Belongs to one run, whose
    /// threads may share it.
    interface Lock extends AutoCloseable {
        String id();

        /// Keeps a state durably as the newest one.
        ///
        /// @throws StateException if lineage or serial do not follow, unless `force`
        void write(State state, boolean force);

        /// Where a run makes each completed change durable by itself before the state as a whole is
        /// written; `write` makes what it holds part of the state.
        Journal journal();

        @Override
        void close();
    }
}
