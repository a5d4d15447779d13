package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Where the body that is passing ends: nowhere (there is none), after a length, after the last
/// chunk, or with the connection. Owned by one event loop; reused for one body after the other.
final class BodyFraming {
    private enum Kind {
        FIXED,
        CHUNKED,
        UNTIL_CLOSE
    }

    private Kind kind = Kind.FIXED;
    private long remaining;
    private @Nullable ChunkScanner chunks;

    void none() {
        fixed(0);
    }

    void fixed(long length) {
        kind = Kind.FIXED;
        remaining = length;
    }

    void chunked() {
        kind = Kind.CHUNKED;
        if (chunks == null) {
            chunks = new ChunkScanner();
        }
        chunks.reset();
    }

    void untilClose() {
        kind = Kind.UNTIL_CLOSE;
    }

    boolean isUntilClose() {
        return kind == Kind.UNTIL_CLOSE;
    }

    /// How many of the readable bytes belong to the body. Does not move the reader. Where `payload`
    /// is given, the content without its chunk framing is appended to it.
    int take(ByteBuf buffer, @Nullable ByteBuf payload) {
        return switch (kind) {
            case FIXED -> {
                int n = (int) Math.min(remaining, buffer.readableBytes());
                remaining -= n;
                yield n;
            }
            case CHUNKED -> scanner().take(buffer, payload);
            case UNTIL_CLOSE -> buffer.readableBytes();
        };
    }

    boolean isDone() {
        return switch (kind) {
            case FIXED -> remaining == 0;
            case CHUNKED -> scanner().isDone();
            case UNTIL_CLOSE -> false;
        };
    }

    /// Bytes still to come where that is known, else a very large number.
    long remaining() {
        return kind == Kind.FIXED ? remaining : Long.MAX_VALUE;
    }

    private ChunkScanner scanner() {
        if (chunks == null) {
            throw new IllegalStateException("chunks: not begun");
        }
        return chunks;
    }
}
