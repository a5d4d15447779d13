package dev.slipway.tsdb.chunk;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Bits in an array that grows. Not thread-safe.
final class BitWriter {
    private byte[] bytes = new byte[128];
    private MemorySegment memory = MemorySegment.ofArray(bytes);
    private int position;

    void put(long value, int count) {
        int needed = (position + count + 7) / 8 + Bits.SLACK_BYTES;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * needed);
            memory = MemorySegment.ofArray(bytes);
        }
        Bits.put(memory, 0, position, value, count);
        position += count;
    }

    void putDouble(double value) {
        put(Double.doubleToRawLongBits(value), 64);
    }

    /// A byte that is already written.
    void set(int index, int value) {
        bytes[index] = (byte) value;
    }

    int sizeBytes() {
        return (position + 7) / 8;
    }

    /// A copy.
    byte[] toBytes() {
        return Arrays.copyOf(bytes, sizeBytes());
    }
}
