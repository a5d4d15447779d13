package dev.slipway.hcl.gzip;

import java.util.Arrays;

/// The symbols that stand for lengths, or for distances: each for a range of numbers, of which the
/// bits after it tell one (RFC 1951, 3.2.5). The ranges double in size every few symbols.
final class Steps {
    static final int LENGTH_MAX = 258;
    static final int DISTANCE_MAX = 1 << 15;

    /// The greatest length is a symbol of its own, without bits.
    static final Steps LENGTHS = new Steps(3, 4, LENGTH_MAX - 1, LENGTH_MAX);

    static final Steps DISTANCES = new Steps(1, 2, DISTANCE_MAX);

    private final int[] firsts;
    private final int[] bits;

    /// From `first` up to `last`, with as many symbols of equal range at each size as `perSize`
    /// says, twice as many of the smallest; `single` numbers follow.
    private Steps(int first, int perSize, int last, int... single) {
        int[] allFirsts = new int[LENGTH_MAX];
        int[] allBits = new int[LENGTH_MAX];
        int count = 0;
        for (int number = first; number <= last; number += 1 << allBits[count++]) {
            allFirsts[count] = number;
            allBits[count] = Math.max(0, count / perSize - 1);
        }
        for (int number : single) {
            allFirsts[count++] = number;
        }
        firsts = Arrays.copyOf(allFirsts, count);
        bits = Arrays.copyOf(allBits, count);
    }

    int count() {
        return firsts.length;
    }

    int symbol(int number) {
        int found = Arrays.binarySearch(firsts, number);
        return found >= 0 ? found : -found - 2;
    }

    /// How many bits tell which number of a symbol's range is meant.
    int bits(int symbol) {
        return bits[symbol];
    }

    void writeRest(int number, int symbol, BitWriter out) {
        out.writeBits(number - firsts[symbol], bits[symbol]);
    }
}
