package dev.slipway.hcl.gzip;

import java.util.Arrays;

/// A Huffman code: for each symbol so many bits, none for those that do not occur. The lengths say
/// everything: shorter codes come before longer ones, and among equals those of lower symbols (RFC
/// 1951, 3.2.2).
final class PrefixCode {
    private final int[] lengths;

    /// In the order in which they are written.
    private final int[] codes;

    PrefixCode(int[] lengths) {
        this.lengths = lengths;
        this.codes = codes(lengths);
    }

    /// The code of the smallest result for symbols that occur so often.
    static PrefixCode best(int[] counts, int lengthMax) {
        return new PrefixCode(PackageMerge.lengths(counts, lengthMax));
    }

    private static int[] codes(int[] lengths) {
        int[] codes = new int[lengths.length];
        int lengthMax = Arrays.stream(lengths).max().orElse(0);
        int next = 0;
        for (int length = 1; length <= lengthMax; length++) {
            next <<= 1;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = Integer.reverse(next++) >>> (Integer.SIZE - length);
                }
            }
        }
        return codes;
    }

    int count() {
        return lengths.length;
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    /// The size of symbols that occur so often.
    int bits(int[] counts) {
        int bits = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            bits += counts[symbol] * lengths[symbol];
        }
        return bits;
    }

    void write(int symbol, BitWriter out) {
        out.writeBits(codes[symbol], lengths[symbol]);
    }
}
