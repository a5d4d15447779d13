package dev.slipway.tsdb.chunk;

/// Whole numbers in as few bits as their size class needs: so many ones as the class' number, a
/// zero (none after eight ones), then the number. A signed class of n bits reaches from -2^(n-1)+1
/// to 2^(n-1).
final class Varbit {
    private static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, 64};
    private static final int LAST = WIDTHS.length - 1;

    private Varbit() {}

    static void putSigned(BitWriter writer, long value) {
        int size = 0;
        while (size < LAST && !fits(value, WIDTHS[size])) {
            size++;
        }
        put(writer, value, size);
    }

    static void putUnsigned(BitWriter writer, long value) {
        int needed = 64 - Long.numberOfLeadingZeros(value);
        int size = 0;
        while (WIDTHS[size] < needed) {
            size++;
        }
        put(writer, value, size);
    }

    static long readSigned(BitReader reader) {
        int size = readSize(reader);
        if (size == 0) {
            return 0;
        }
        return signed(reader.read(WIDTHS[size]), WIDTHS[size]);
    }

    static long readUnsigned(BitReader reader) {
        int size = readSize(reader);
        return size == 0 ? 0 : reader.read(WIDTHS[size]);
    }

    /// Whether a number is in the signed class of so many bits.
    static boolean fits(long value, int width) {
        if (width == 0) {
            return value == 0;
        }
        long most = 1L << (width - 1);
        return value > -most && value <= most;
    }

    /// The number that so many bits stand for.
    static long signed(long bits, int width) {
        return width < 64 && bits > 1L << (width - 1) ? bits - (1L << width) : bits;
    }

    private static void put(BitWriter writer, long value, int size) {
        int prefix = size == LAST ? LAST : size + 1;
        writer.put((1L << prefix) - (size == LAST ? 1 : 2), prefix);
        if (size > 0) {
            writer.put(value, WIDTHS[size]);
        }
    }

    private static int readSize(BitReader reader) {
        int size = Math.min(LAST, Long.numberOfLeadingZeros(~reader.peek()));
        reader.skip(Math.min(LAST, size + 1));
        return size;
    }
}
