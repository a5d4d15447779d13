package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The request as it goes to an endpoint: what waits for a connection, and what was sent but may
/// have to be sent again. Gives up being repeatable where the body grows beyond [#BYTES_MAX].
final class RequestCopy {
    static final int BYTES_MAX = 64 << 10;

    private final ByteBufAllocator allocator;
    private final ArrayDeque<ByteBuf> body = new ArrayDeque<>(0);
    private @Nullable ByteBuf head;
    private int bodyBytes;
    private boolean keeps;

    RequestCopy(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Takes the head from the worker's buffer.
    void head(HeadBuffer written) {
        ByteBuf copy = allocator.directBuffer(written.length());
        written.copyTo(copy);
        head = copy;
    }

    /// Whether what is sent from now on is kept for another attempt.
    void keep(boolean value) {
        keeps = value;
    }

    /// Whether everything that came so far is still here.
    boolean isWhole() {
        return head != null;
    }

    boolean isFull() {
        return bodyBytes >= BYTES_MAX;
    }

    void queue(ByteBuf part) {
        body.add(part);
        bodyBytes += part.readableBytes();
    }

    /// Sends what has come so far.
    void sendTo(UpstreamConnection connection) {
        ByteBuf first = head;
        if (first == null) {
            return;
        }
        if (keeps) {
            connection.write(first.retain());
            body.forEach(part -> connection.write(part.retainedDuplicate()));
        } else {
            head = null;
            connection.write(first);
            body.forEach(connection::write);
            body.clear();
            bodyBytes = 0;
        }
    }

    /// Sends a further part of the body.
    void send(ByteBuf part, UpstreamConnection connection) {
        if (keeps && head != null) {
            if (bodyBytes + part.readableBytes() > BYTES_MAX) {
                release();
            } else {
                queue(part.retainedDuplicate());
            }
        }
        connection.write(part);
    }

    /// Before another attempt. The channel that had the head has let go of it, but moved its
    /// reader.
    void rewind() {
        if (head != null) {
            head.readerIndex(0);
        }
    }

    void release() {
        if (head != null) {
            head.release();
            head = null;
        }
        if (!body.isEmpty()) {
            body.forEach(ByteBuf::release);
            body.clear();
        }
        bodyBytes = 0;
    }
}
