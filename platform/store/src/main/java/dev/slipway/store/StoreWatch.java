package dev.slipway.store;

import java.time.Duration;
import java.util.List;

/// A reader's place in the log, pulled by one thread; slow readers cost others nothing.
public interface StoreWatch<I> extends AutoCloseable {
    /// Waits at most `timeout` for changes and returns those there are, oldest first, at most
    /// `max`; empty if none came. Throws [CompactedException] if the reader fell behind what is
    /// kept, and [StoreClosedException] once the watch or its store is closed.
    List<Change<I>> poll(int max, Duration timeout) throws InterruptedException;

    /// Every change up to this revision has been returned by `poll` or does not concern this watch.
    long position();

    @Override
    void close();
}
