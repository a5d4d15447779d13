package dev.slipway.client;

import dev.slipway.model.Resource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A stream of changes, pulled by one thread. Closing it from any thread ends a waiting `next`.
public interface Watch<T extends Resource> extends AutoCloseable {
    /// Waits for the next event, at most `timeout`; null if none came in that time. Throws
    /// [dev.slipway.model.ApiException] with reason `EXPIRED` when the reader fell so far behind
    /// that events were discarded (list again), and `UNAVAILABLE` when the stream broke or was
    /// closed.
    @Nullable WatchEvent<T> next(Duration timeout) throws InterruptedException;

    @Override
    void close();
}
