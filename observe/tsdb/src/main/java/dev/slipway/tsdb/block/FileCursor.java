package dev.slipway.tsdb.block;

import dev.slipway.series.SeriesException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Reads numbers and texts one after the other from a range of a file. Not thread-safe.
final class FileCursor {
    private final MappedFile file;
    private long position;
    private final long end;

    FileCursor(MappedFile file, long start, long end) {
        file.check(start, end - start);
        this.file = file;
        this.position = start;
        this.end = end;
    }

    long position() {
        return position;
    }

    boolean isAtEnd() {
        return position == end;
    }

    long uvarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            need(1);
            int next = file.byteAt(position++);
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("varint: longer than 10 bytes");
    }

    long varint() {
        long value = uvarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /// A number of things that take at least so many bytes each.
    int count(String what, int bytesMin) {
        long count = uvarint();
        if (count < 0 || count > (end - position) / bytesMin) {
            throw damaged(what + ": " + count + " (expected: as many as fit)");
        }
        return (int) count;
    }

    void skipBlob() {
        long length = uvarint();
        need(length);
        position += length;
    }

    void copy(byte[] target, int at, int length) {
        need(length);
        MemorySegment.copy(file.memory(), ValueLayout.JAVA_BYTE, position, target, at, length);
        position += length;
    }

    String text() {
        byte[] bytes = new byte[count("text", 1)];
        copy(bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// How the text here compares with another one, as bytes; goes behind it.
    int compareText(byte[] other) {
        int length = count("text", 1);
        MemorySegment text = file.slice(position, length);
        position += length;
        return compare(text, other, length);
    }

    private static int compare(MemorySegment text, byte[] other, int length) {
        long different = text.mismatch(MemorySegment.ofArray(other));
        if (different < 0) {
            return 0;
        }
        if (different == length || different == other.length) {
            return Integer.compare(length, other.length);
        }
        return Byte.compareUnsigned(
                text.get(ValueLayout.JAVA_BYTE, different), other[(int) different]);
    }

    void expectByte(String what, int expected) {
        need(1);
        int found = file.byteAt(position++);
        if (found != expected) {
            throw damaged("%s: %d (expected: %d)".formatted(what, found, expected));
        }
    }

    SeriesException damaged(String what) {
        return file.damaged(position, what);
    }

    private void need(long bytes) {
        if (bytes < 0 || bytes > end - position) {
            throw damaged("%d bytes (expected: within %d)".formatted(bytes, end - position));
        }
    }
}
