package dev.slipway.tsdb.chunk;

/// Which bits of a changed value are written: those between the leading and the trailing zeros of a
/// change before it, kept as long as later changes lie within. An int of 16 bits, as there is one
/// for every open series and every bucket.
final class XorWindow {
    /// None yet; covers nothing.
    static final int NONE = 0xffff;

    /// More do not fit into the header.
    private static final int LEADING_MAX = 31;

    private XorWindow() {}

    /// The smallest for this change, which is not 0.
    static int around(long changed) {
        int leading = Math.min(LEADING_MAX, Long.numberOfLeadingZeros(changed));
        return leading << 8 | Long.numberOfTrailingZeros(changed);
    }

    static boolean covers(int window, long changed) {
        return Long.numberOfLeadingZeros(changed) >= window >>> 8
                && Long.numberOfTrailingZeros(changed) >= trailing(window);
    }

    static int trailing(int window) {
        return window & 0xff;
    }

    /// Of bits within.
    static int width(int window) {
        return 64 - (window >>> 8) - trailing(window);
    }

    /// 5 bits of leading zeros, 6 bits of width, in which 64 is written as 0.
    static long header(int window) {
        return (long) (window >>> 8) << 6 | (width(window) & 0x3f);
    }

    static int ofHeader(int header) {
        int leading = header >>> 6;
        int width = header & 0x3f;
        int trailing = 64 - leading - (width == 0 ? 64 : width);
        if (trailing < 0) {
            throw new ChunkException(
                    "value: %d zeros and %d bits (expected: at most 64 together)"
                            .formatted(leading, 64 - trailing - leading));
        }
        return leading << 8 | trailing;
    }

    /// Writes a value after another one; the window to go on with.
    static int put(BitWriter writer, int window, long changed) {
        if (changed == 0) {
            writer.put(0, 1);
            return window;
        }
        int next = window;
        if (covers(window, changed)) {
            writer.put(0b10, 2);
        } else {
            next = around(changed);
            writer.put(0b11L << 11 | header(next), 13);
        }
        writer.put(changed >>> trailing(next), width(next));
        return next;
    }
}
