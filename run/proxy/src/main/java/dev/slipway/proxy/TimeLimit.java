package dev.slipway.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A limit of a route's own on how long something may take. Routes without one cost nothing.
final class TimeLimit {
    private final EventLoop loop;
    private final Runnable whenOver;
    private @Nullable ScheduledFuture<?> running;

    TimeLimit(EventLoop loop, Runnable whenOver) {
        this.loop = loop;
        this.whenOver = whenOver;
    }

    /// Begins anew; 0: no limit.
    void begin(long nanos) {
        if (nanos > 0) {
            running = loop.schedule(whenOver, nanos, TimeUnit.NANOSECONDS);
        }
    }

    void end() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
