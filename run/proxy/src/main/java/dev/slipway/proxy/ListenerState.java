package dev.slipway.proxy;

/// What became of a listener of the snapshot.
public sealed interface ListenerState {
    /// Listening, on this port.
    record Bound(int port) implements ListenerState {}

    /// Not listening; the next `apply` tries again.
    record PortUnavailable(String reason) implements ListenerState {}
}
