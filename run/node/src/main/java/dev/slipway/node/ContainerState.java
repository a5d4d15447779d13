package dev.slipway.node;

import java.time.Instant;

/// What has become of a container that was started.
public sealed interface ContainerState {
    record Running(long pid, Instant startedAt) implements ContainerState {}

    /// Over. `exitCode` is 128 + n after signal n; `reason` is the API's word: `Completed`,
    /// `Error`, `OOMKilled`, or `ContainerStatusUnknown` when its end was seen by nobody.
    record Exited(int exitCode, String reason, Instant startedAt, Instant finishedAt)
            implements ContainerState {}

    /// There is no such container.
    record Absent() implements ContainerState {}
}
