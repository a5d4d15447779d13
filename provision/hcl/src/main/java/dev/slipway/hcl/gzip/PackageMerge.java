package dev.slipway.hcl.gzip;

import java.util.Arrays;

/// Code lengths that make a text shortest while no code is longer than a limit.
///
/// The algorithm is package-merge (Larmore and Hirschberg, "A fast algorithm for optimal
/// length-limited Huffman codes", 1990). There is a row for each bit of the longest code. The first
/// holds the symbols by their counts; the next ones the symbols and, among them by weight, the
/// pairs of neighbours of the row before. Of the last row the first 2n − 2 are chosen, of each one
/// before the members of the pairs chosen, which are its first, too. A symbol's length is the
/// number of rows in which it was chosen.
///
/// Often several codes are equally short. This one takes pairs before symbols of the same weight,
/// and gives the shorter code to the higher of two symbols that occur equally often.
final class PackageMerge {
    private static final int SYMBOL_BITS = 16;
    private static final int SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;

    /// The weights of a row, and how many symbols are among its first so many.
    private record Row(int[] weights, int[] symbolsAmong) {}

    private PackageMerge() {}

    /// By symbol; 0 for those that do not occur. At least one must, and has one bit even if alone.
    static int[] lengths(int[] counts, int lengthMax) {
        int[] symbols = rarestFirst(counts);
        int[] lengths = new int[counts.length];
        if (symbols.length == 1) {
            lengths[symbols[0]] = 1;
            return lengths;
        }
        int[] weights = Arrays.stream(symbols).map(symbol -> counts[symbol]).toArray();
        Row[] rows = rows(weights, Math.min(lengthMax, symbols.length - 1));
        int chosen = 2 * symbols.length - 2;
        for (int index = rows.length - 1; index >= 0; index--) {
            int among = rows[index].symbolsAmong()[chosen];
            for (int each = 0; each < among; each++) {
                lengths[symbols[each]]++;
            }
            chosen = 2 * (chosen - among);
        }
        return lengths;
    }

    private static int[] rarestFirst(int[] counts) {
        long[] sorted = new long[counts.length];
        int length = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                sorted[length++] = (long) counts[symbol] << SYMBOL_BITS | symbol;
            }
        }
        Arrays.sort(sorted, 0, length);
        return Arrays.stream(sorted, 0, length)
                .mapToInt(each -> (int) each & SYMBOL_MASK)
                .toArray();
    }

    private static Row[] rows(int[] weights, int count) {
        Row[] rows = new Row[count];
        rows[0] = merged(weights, new int[0]);
        for (int index = 1; index < count; index++) {
            rows[index] = merged(weights, pairs(rows[index - 1].weights()));
        }
        return rows;
    }

    private static int[] pairs(int[] weights) {
        int[] pairs = new int[weights.length / 2];
        for (int index = 0; index < pairs.length; index++) {
            pairs[index] = weights[2 * index] + weights[2 * index + 1];
        }
        return pairs;
    }

    private static Row merged(int[] symbols, int[] pairs) {
        int[] weights = new int[symbols.length + pairs.length];
        int[] symbolsAmong = new int[weights.length + 1];
        int symbol = 0;
        for (int index = 0; index < weights.length; index++) {
            int pair = index - symbol;
            boolean takesSymbol =
                    symbol < symbols.length
                            && (pair == pairs.length || symbols[symbol] < pairs[pair]);
            weights[index] = takesSymbol ? symbols[symbol++] : pairs[pair];
            symbolsAmong[index + 1] = symbol;
        }
        return new Row(weights, symbolsAmong);
    }
}
