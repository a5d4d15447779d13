package dev.slipway.proxy;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Bytes of a head under construction, reused by the event loop that owns it.
final class HeadBuffer {
    private static final byte[] LINE_END = {'\r', '\n'};

    private byte[] bytes = new byte[4096];
    private int length;

    HeadBuffer clear() {
        length = 0;
        return this;
    }

    HeadBuffer put(byte[] source) {
        return put(source, 0, source.length);
    }

    HeadBuffer put(byte[] source, int from, int to) {
        int n = to - from;
        if (length + n > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + n));
        }
        System.arraycopy(source, from, bytes, length, n);
        length += n;
        return this;
    }

    HeadBuffer put(String text) {
        return put(Ascii.bytes(text));
    }

    HeadBuffer line(String text) {
        return put(Ascii.bytes(text)).put(LINE_END);
    }

    HeadBuffer endLine() {
        return put(LINE_END);
    }

    int length() {
        return length;
    }

    void copyTo(ByteBuf target) {
        target.writeBytes(bytes, 0, length);
    }
}
