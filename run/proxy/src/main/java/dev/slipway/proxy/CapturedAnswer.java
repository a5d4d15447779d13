package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// A response as it was relayed, head and body, up to a limit. Filled by one event loop, then read
/// by the thread that compares.
final class CapturedAnswer {
    static final int BYTES_MAX = 64 << 10;

    private byte[] bytes = new byte[1024];
    private int length;
    private long totalBytes;

    /// Copies what is readable, without moving the reader.
    void add(ByteBuf part) {
        int readable = part.readableBytes();
        int n = Math.min(readable, BYTES_MAX - length);
        if (length + n > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes, Math.min(BYTES_MAX, Math.max(2 * bytes.length, length + n)));
        }
        part.getBytes(part.readerIndex(), bytes, length, n);
        length += n;
        totalBytes += readable;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// The length of all of it, however much was kept.
    long totalBytes() {
        return totalBytes;
    }

    boolean isWhole() {
        return totalBytes == length;
    }
}
