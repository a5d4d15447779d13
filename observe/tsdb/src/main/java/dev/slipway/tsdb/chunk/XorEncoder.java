package dev.slipway.tsdb.chunk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Appends floats to a chunk of encoding [Encoding#XOR], as Facebook's Gorilla does (Pelkonen et
/// al., VLDB 2015): times as the change of their distance, values as the bits that differ from the
/// value before.
///
/// The chunk lies in memory of the caller's, of either kind, and can be read at any time. What is
/// needed to go on is [#STATE_BYTES] long and can lie there too: a store with a million open chunks
/// needs one encoder.
///
/// ```
/// encoder.load(slab, state);
/// if (encoder.sizeBytes() + ROOM_BYTES <= capacity) {
///     encoder.append(slab, offset, timeMillis, value);
///     encoder.store(slab, state);
/// }
/// ```
///
/// The bits are drawn in `docs/format/block.md`. Not thread-safe.
public final class XorEncoder {
    /// What [#store] writes.
    public static final int STATE_BYTES = 32;

    /// What must be free behind the chunk before each [#append].
    public static final int ROOM_BYTES = 32;

    /// More do not fit into the chunk's header.
    public static final int SAMPLES_MAX = 0xffff;

    /// The smallest memory an empty chunk needs.
    public static final int HEADER_BYTES = 2;

    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private long timeMillis;
    private long deltaMillis;
    private long valueBits;
    private int position;
    private int count;
    private int window = XorWindow.NONE;

    public XorEncoder() {
        begin();
    }

    /// Goes to the start of a new chunk.
    public void begin() {
        timeMillis = 0;
        deltaMillis = 0;
        valueBits = 0;
        position = 8 * HEADER_BYTES;
        count = 0;
        window = XorWindow.NONE;
    }

    /// Goes on with a chunk where [#store] left it.
    public void load(MemorySegment memory, long offset) {
        timeMillis = memory.get(LONG, offset);
        deltaMillis = memory.get(LONG, offset + 8);
        valueBits = memory.get(LONG, offset + 16);
        position = memory.get(INT, offset + 24);
        int packed = memory.get(INT, offset + 28);
        count = packed & 0xffff;
        window = packed >>> 16;
    }

    public void store(MemorySegment memory, long offset) {
        memory.set(LONG, offset, timeMillis);
        memory.set(LONG, offset + 8, deltaMillis);
        memory.set(LONG, offset + 16, valueBits);
        memory.set(INT, offset + 24, position);
        memory.set(INT, offset + 28, window << 16 | count);
    }

    /// The time must not be before the last one's.
    ///
    /// @param offset where the chunk begins
    public void append(MemorySegment memory, long offset, long timeMillis, double value) {
        if (count == SAMPLES_MAX) {
            throw new IllegalStateException("Chunk is full at " + SAMPLES_MAX + " samples");
        }
        long bits = Double.doubleToRawLongBits(value);
        switch (count) {
            case 0 -> putFirst(memory, offset, timeMillis, bits);
            case 1 -> {
                deltaMillis = timeMillis - this.timeMillis;
                putUvarint(memory, offset, deltaMillis);
                putValue(memory, offset, bits);
            }
            default -> {
                long delta = timeMillis - this.timeMillis;
                putTime(memory, offset, delta - deltaMillis);
                deltaMillis = delta;
                putValue(memory, offset, bits);
            }
        }
        this.timeMillis = timeMillis;
        valueBits = bits;
        count++;
        memory.set(SHORT, offset, (short) count);
    }

    public int count() {
        return count;
    }

    /// Of the chunk so far.
    public int sizeBytes() {
        return (position + 7) >>> 3;
    }

    /// Of the last sample; 0 for an empty chunk.
    public long lastMillis() {
        return timeMillis;
    }

    /// Of the last sample; 0 for an empty chunk.
    public double lastValue() {
        return Double.longBitsToDouble(valueBits);
    }

    private void putFirst(MemorySegment memory, long offset, long timeMillis, long bits) {
        // A new chunk begins in a whole byte, whatever was in its place before.
        putUvarint(memory, offset, timeMillis << 1 ^ timeMillis >> 63);
        put(memory, offset, bits, 64);
    }

    private void putTime(MemorySegment memory, long offset, long change) {
        if (change == 0) {
            put(memory, offset, 0, 1);
        } else if (Varbit.fits(change, 14)) {
            put(memory, offset, 0b10L << 14 | (change & 0x3fff), 16);
        } else if (Varbit.fits(change, 17)) {
            put(memory, offset, 0b110L << 17 | (change & 0x1ffff), 20);
        } else if (Varbit.fits(change, 20)) {
            put(memory, offset, 0b1110L << 20 | (change & 0xfffff), 24);
        } else {
            put(memory, offset, 0b1111, 4);
            put(memory, offset, change, 64);
        }
    }

    private void putValue(MemorySegment memory, long offset, long bits) {
        long changed = bits ^ valueBits;
        if (changed == 0) {
            put(memory, offset, 0, 1);
        } else if (XorWindow.covers(window, changed)) {
            put(memory, offset, 0b10, 2);
            put(memory, offset, changed >>> XorWindow.trailing(window), XorWindow.width(window));
        } else {
            window = XorWindow.around(changed);
            put(memory, offset, 0b11L << 11 | XorWindow.header(window), 13);
            put(memory, offset, changed >>> XorWindow.trailing(window), XorWindow.width(window));
        }
    }

    private void putUvarint(MemorySegment memory, long offset, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put(memory, offset, (rest & 0x7f) | 0x80, 8);
            rest >>>= 7;
        }
        put(memory, offset, rest, 8);
    }

    private void put(MemorySegment memory, long offset, long value, int bits) {
        Bits.put(memory, offset, position, value, bits);
        position += bits;
    }
}
