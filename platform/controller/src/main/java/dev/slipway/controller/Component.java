package dev.slipway.controller;

/// A part of the server with a life of its own. The server starts components in order and closes
/// them in reverse; `close` returns once nothing of the component runs any more.
public interface Component extends AutoCloseable {
    /// Returns once the component does its work, or throws.
    void start();

    @Override
    void close();
}
