package dev.slipway.node;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Runs containers on this machine, and keeps them when the server goes: a new runtime object finds
/// what an earlier one started. The node tells it what to do; it decides nothing itself. Methods
/// block, and throw [ContainerException] when they cannot do what they say. Thread-safe; for one
/// container the caller makes one call at a time.
public interface ContainerRuntime extends AutoCloseable {
    /// The name for `runtimeClassName`.
    String name();

    /// Makes the content of an image available.
    Image pull(String reference);

    /// Creates and starts a container; returns once it runs.
    void start(ContainerSpec spec);

    ContainerState inspect(ContainerId id);

    /// Every container there is, running or over, for a node that has just started.
    List<FoundContainer> list();

    /// The containers of one pod, ordered by name and attempt.
    List<FoundContainer> list(String podUid);

    /// Asks all processes of the container to end, as its image wants to be asked (SIGTERM unless
    /// it says otherwise).
    void terminate(ContainerId id);

    /// Ends all processes of the container; none is left when this returns.
    void kill(ContainerId id);

    /// Forgets a container that is over, with its files and output.
    void remove(ContainerId id);

    /// Gives back what a container that is over no longer needs, but keeps its state and output.
    void trim(ContainerId id);

    /// Runs a command inside the container, and ends it after `timeout`.
    ExecOutcome exec(ContainerId id, List<String> command, Duration timeout);

    ContainerUsage usage(ContainerId id);

    LogSource log(ContainerId id);

    /// Calls `listener` soon after each end of a container, possibly more than once. It must only
    /// record the fact.
    void onExit(Consumer<ContainerId> listener);

    /// What this runtime does with limits on this machine, in a sentence for people; empty if it
    /// enforces them all.
    String limitsNotEnforced();

    /// Stops looking after containers and leaves them running.
    @Override
    void close();
}
