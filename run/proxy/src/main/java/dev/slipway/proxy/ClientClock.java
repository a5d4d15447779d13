package dev.slipway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.TimeUnit;

/// How long a client's connection has been doing what it does. Owned by its event loop.
final class ClientClock {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ProxyConfig.ClientTimeouts limits;
    private final long silenceNanos;
    private boolean inHead;
    private long headSince;
    private long progressNanos;
    private long pendingBytes;
    private long pendingSince;

    ClientClock(ProxyConfig config, long now) {
        limits = config.clients().timeouts();
        silenceNanos = config.upstreams().silence().toNanos();
        progressNanos = now;
    }

    /// The first part of a head is here, but not all of it.
    void headBegins(long now) {
        if (!inHead) {
            inHead = true;
            headSince = now;
        }
    }

    void headEnds() {
        inHead = false;
    }

    boolean isHeadLate(long now) {
        return inHead && now - headSince > limits.head().toNanos();
    }

    void progress(long now) {
        progressNanos = now;
    }

    boolean isIdleTooLong(long now) {
        return !inHead && now - progressNanos > limits.idle().toNanos();
    }

    boolean isStalledBody(long now) {
        return now - progressNanos > limits.stall().toNanos();
    }

    boolean isSilent(long now, long exchangeProgress) {
        return now - exchangeProgress > silenceNanos;
    }

    void lingerBegins(long now) {
        progressNanos = now;
    }

    /// Not before the answer has left; see [#isStalledReader], which must be asked first.
    boolean isLingerOver(long now) {
        return pendingBytes == 0 && now - progressNanos > LINGER_NANOS;
    }

    /// Whether the client has not taken a byte of what waits for it for too long.
    boolean isStalledReader(long now, Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        long pending = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        if (pending == 0 || pending != pendingBytes) {
            pendingBytes = pending;
            pendingSince = now;
            return false;
        }
        return now - pendingSince > limits.stall().toNanos();
    }
}
