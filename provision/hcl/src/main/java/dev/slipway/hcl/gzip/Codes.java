package dev.slipway.hcl.gzip;

import java.util.Arrays;

/// The two codes of a block: for bytes and lengths, and for distances.
record Codes(PrefixCode literals, PrefixCode distances) {
    private static final int LENGTH_MAX = 15;

    /// Those that every reader knows (RFC 1951, 3.2.6).
    static final Codes FIXED = new Codes(fixedLiterals(), fixedDistances());

    /// The best for a block.
    static Codes of(Block block) {
        return new Codes(
                PrefixCode.best(block.literalCounts(), LENGTH_MAX),
                PrefixCode.best(block.distanceCounts(), LENGTH_MAX));
    }

    /// The size of a block's symbols.
    int bits(Block block) {
        return literals.bits(block.literalCounts()) + distances.bits(block.distanceCounts());
    }

    private static PrefixCode fixedLiterals() {
        int[] lengths = new int[288];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        return new PrefixCode(lengths);
    }

    private static PrefixCode fixedDistances() {
        int[] lengths = new int[32];
        Arrays.fill(lengths, 5);
        return new PrefixCode(lengths);
    }
}
