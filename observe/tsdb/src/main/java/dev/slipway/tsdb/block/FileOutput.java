package dev.slipway.tsdb.block;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Writes a file from front to back, with the number formats and checksums of blocks. Not
/// thread-safe.
final class FileOutput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.BIG_ENDIAN);
    private final CRC32C checksum = new CRC32C();

    /// Where in the buffer the part begins that is not yet in the checksum; -1 without one.
    private int checksummed = -1;

    private long flushedBytes;

    FileOutput(Path file, Disk disk) {
        this.file = file;
        try {
            channel = disk.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    long position() {
        return flushedBytes + buffer.position();
    }

    void putByte(int value) {
        room(1).put((byte) value);
    }

    void putInt(int value) {
        room(4).putInt(value);
    }

    void putLong(long value) {
        room(8).putLong(value);
    }

    void putUvarint(long value) {
        ByteBuffer to = room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            to.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        to.put((byte) rest);
    }

    void putVarint(long value) {
        putUvarint(value << 1 ^ value >> 63);
    }

    /// The length, then the bytes.
    void putBlob(byte[] bytes) {
        putUvarint(bytes.length);
        putBytes(bytes, 0, bytes.length);
    }

    void putBytes(byte[] bytes, int from, int length) {
        int at = from;
        while (at < from + length) {
            ByteBuffer to = room(1);
            int part = Math.min(to.remaining(), from + length - at);
            to.put(bytes, at, part);
            at += part;
        }
    }

    /// Zeros up to a multiple.
    void align(int bytes) {
        while (position() % bytes != 0) {
            putByte(0);
        }
    }

    /// What is written from here on goes into the checksum that [#putChecksum] ends.
    void beginChecksum() {
        checksum.reset();
        checksummed = buffer.position();
    }

    void putChecksum() {
        addToChecksum();
        checksummed = -1;
        putInt((int) checksum.getValue());
    }

    /// Durable on return.
    void finish() {
        flush();
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be written: " + e.getMessage(), e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() {
        if (checksummed >= 0) {
            addToChecksum();
            checksummed = 0;
        }
        flushedBytes += buffer.position();
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be written: " + e.getMessage(), e);
        }
        buffer.clear();
    }

    private void addToChecksum() {
        checksum.update(buffer.array(), checksummed, buffer.position() - checksummed);
    }
}
