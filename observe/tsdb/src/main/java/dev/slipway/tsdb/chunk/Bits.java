package dev.slipway.tsdb.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Writes bits, the highest first, into memory of either kind.
final class Bits {
    /// Bytes after the last bit that a write may touch.
    static final int SLACK_BYTES = 8;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// So many bits go into one long whatever the position in the first byte.
    private static final int WORD_BITS = 56;

    private Bits() {}

    /// Writes the lowest bits of a value. What was in memory behind them does not matter and is
    /// partly overwritten.
    ///
    /// @param count 1 to 64
    static void put(MemorySegment memory, long offset, int position, long value, int count) {
        if (count > WORD_BITS) {
            putWord(memory, offset, position, value >>> 32, count - 32);
            putWord(memory, offset, position + count - 32, value, 32);
        } else {
            putWord(memory, offset, position, value, count);
        }
    }

    private static void putWord(
            MemorySegment memory, long offset, int position, long value, int count) {
        long at = offset + (position >>> 3);
        int shift = position & 7;
        long kept = memory.get(ValueLayout.JAVA_BYTE, at) & (0xff00 >>> shift) & 0xff;
        long added = (value & (-1L >>> (64 - count))) << (64 - shift - count);
        memory.set(LONG, at, kept << 56 | added);
    }
}
