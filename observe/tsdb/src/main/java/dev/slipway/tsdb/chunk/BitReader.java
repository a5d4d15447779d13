package dev.slipway.tsdb.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Reads bits, the highest first. The bytes are copied once into an array with room behind them, so
/// that whole words can be read without looking at the end, and the code behind is compiled for one
/// kind of memory. Not thread-safe; reused.
final class BitReader {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// Behind the data: a word and a byte from the last bit on.
    private static final int PADDING_BYTES = 16;

    private byte[] bytes = new byte[1024];
    private int position;
    private int limit;

    void open(MemorySegment memory, long offset, int length) {
        if (length + PADDING_BYTES > bytes.length) {
            bytes = new byte[2 * (length + PADDING_BYTES)];
        }
        MemorySegment.copy(memory, offset, MemorySegment.ofArray(bytes), 0, length);
        Arrays.fill(bytes, length, length + PADDING_BYTES, (byte) 0);
        position = 0;
        limit = 8 * length;
    }

    /// The next bits without going on, in the highest places; zeros behind the end.
    long peek() {
        int at = position >>> 3;
        int shift = position & 7;
        long word = (long) LONG.get(bytes, at) << shift;
        return word | (bytes[at + 8] & 0xff) >>> (8 - shift);
    }

    /// @param count 1 to 64
    long read(int count) {
        long word = peek();
        skip(count);
        return word >>> (64 - count);
    }

    void skip(int count) {
        position += count;
        if (position > limit) {
            throw new ChunkException("chunk ends at bit " + limit + " (expected: more)");
        }
    }

    double readDouble() {
        return Double.longBitsToDouble(read(64));
    }

    int remainingBits() {
        return limit - position;
    }

    /// A number in groups of seven bits, the lowest first.
    long readUvarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            long next = read(8);
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new ChunkException("varint: longer than 10 bytes (expected: at most 10)");
    }

    long readVarint() {
        long value = readUvarint();
        return (value >>> 1) ^ -(value & 1);
    }
}
