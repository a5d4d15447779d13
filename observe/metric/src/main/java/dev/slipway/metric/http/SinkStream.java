package dev.slipway.metric.http;

import java.io.OutputStream;

/// A sink as a stream, for writers that want one. It collects small pieces into larger ones. For
/// one thread.
final class SinkStream extends OutputStream {
    private final ByteSink sink;
    private final byte[] buffer = new byte[JsonWriter.BUFFER_BYTES];
    private int size;

    SinkStream(ByteSink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int b) {
        if (size == buffer.length) {
            flush();
        }
        buffer[size++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        while (at < offset + length) {
            if (size == buffer.length) {
                flush();
            }
            int part = Math.min(buffer.length - size, offset + length - at);
            System.arraycopy(bytes, at, buffer, size, part);
            size += part;
            at += part;
        }
    }

    @Override
    public void flush() {
        if (size > 0) {
            sink.accept(buffer, size);
            size = 0;
        }
    }
}
