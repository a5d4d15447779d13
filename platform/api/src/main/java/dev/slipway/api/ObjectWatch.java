package dev.slipway.api;

import java.time.Duration;
import java.util.List;

/// A stream of changes, pulled by one thread. Closing it from any thread ends a waiting `poll`.
public interface ObjectWatch extends AutoCloseable {
    /// Waits at most `timeout` for events and returns those there are, oldest first; empty if none
    /// came. Throws [dev.slipway.model.ApiException] with reason `EXPIRED` if the reader fell
    /// behind what is kept, and `UNAVAILABLE` once this watch or the store is closed.
    List<ObjectEvent> poll(int max, Duration timeout) throws InterruptedException;

    @Override
    void close();
}
