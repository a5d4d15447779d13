package dev.slipway.backend;

import dev.slipway.state.StateException;

/// A service that makes keys for data, and wraps them with a key that it never gives away.
/// Implementations are safe for many threads.
public interface KeyService {
    /// A key, and what the service makes the same key of again.
    record DataKey(byte[] plain, byte[] wrapped) {}

    /// A new key.
    ///
    /// @throws StateException if the service cannot be reached, or refuses
    DataKey generate();

    /// The key that was wrapped.
    ///
    /// @throws StateException if the service cannot be reached, or refuses
    byte[] unwrap(byte[] wrapped);
}
