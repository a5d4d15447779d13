package dev.slipway.tsdb;

import dev.slipway.tsdb.block.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A segment of the log, or a checkpoint, while it is written. Not thread-safe, but for [#force],
/// which any thread may call.
final class LogFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final FileChannel channel;

    /// Outside of the heap: the JDK would keep a copy of the largest record for every thread.
    private final ByteBuffer buffer;

    private long size;
    private boolean torn;

    private LogFile(FileChannel channel, ByteBuffer buffer) {
        this.channel = channel;
        this.buffer = buffer;
    }

    static LogFile create(Disk disk, Path path, ByteBuffer buffer) throws IOException {
        FileChannel channel =
                disk.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        LogFile file = new LogFile(channel, buffer);
        try {
            byte[] header =
                    ByteBuffer.allocate(LogSegment.HEADER_BYTES)
                            .putInt(Integer.reverseBytes(LogSegment.MAGIC))
                            .putInt(Integer.reverseBytes(LogSegment.VERSION))
                            .array();
            file.write(header, header.length);
            return file;
        } catch (IOException e) {
            try (channel) {
                throw e;
            }
        }
    }

    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    /// All or nothing: takes back what a full disk left half written, so that the next record
    /// follows a whole one.
    void write(byte[] bytes, int length) throws IOException {
        try {
            int done = 0;
            while (done < length) {
                int part = Math.min(BUFFER_BYTES, length - done);
                buffer.clear().put(bytes, done, part).flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer, size + done + buffer.position());
                }
                done += part;
            }
            size += length;
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
    }

    /// Whether half a record stands at the end: nothing may be written behind it.
    boolean isTorn() {
        return torn;
    }

    long size() {
        return size;
    }

    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void takeBack(IOException cause) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            torn = true;
            cause.addSuppressed(e);
        }
    }
}
