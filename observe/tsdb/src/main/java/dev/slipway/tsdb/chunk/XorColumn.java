package dev.slipway.tsdb.chunk;

import java.util.Arrays;

/// Floats of one sample, each written as its difference from the same float of the sample before.
/// Not thread-safe.
final class XorColumn {
    private final long[] bits;
    private final int[] windows;

    XorColumn(int size) {
        bits = new long[size];
        windows = new int[size];
        Arrays.fill(windows, XorWindow.NONE);
    }

    double value(int place) {
        return Double.longBitsToDouble(bits[place]);
    }

    void read(BitReader reader, int place, boolean first) {
        if (first) {
            bits[place] = reader.read(64);
            return;
        }
        long control = reader.peek();
        if (control >= 0) {
            reader.skip(1);
            return;
        }
        boolean sameWindow = control << 1 >= 0;
        reader.skip(sameWindow ? 2 : 13);
        if (!sameWindow) {
            windows[place] = XorWindow.ofHeader((int) (control >>> 51) & 0x7ff);
        }
        int window = windows[place];
        if (window == XorWindow.NONE) {
            throw new ChunkException("value: no window to go on with (expected: one)");
        }
        bits[place] ^= reader.read(XorWindow.width(window)) << XorWindow.trailing(window);
    }

    void write(BitWriter writer, int place, boolean first, double value) {
        long next = Double.doubleToRawLongBits(value);
        if (first) {
            writer.put(next, 64);
        } else {
            windows[place] = XorWindow.put(writer, windows[place], next ^ bits[place]);
        }
        bits[place] = next;
    }
}
