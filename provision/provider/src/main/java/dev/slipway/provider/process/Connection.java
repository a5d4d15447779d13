package dev.slipway.provider.process;

import io.grpc.Channel;

/// A connection to a running provider. Safe for many threads.
public interface Connection extends AutoCloseable {
    Channel channel();

    /// The major version of the protocol that both sides agreed on.
    int protocolVersion();

    /// Whether the provider is still running.
    boolean isAlive();

    /// What is known of the end of the provider, waiting a moment for it; empty if it has not
    /// ended.
    String describeEnd();

    /// Ends the provider, unless somebody else started it. May be called more than once.
    @Override
    void close();
}
