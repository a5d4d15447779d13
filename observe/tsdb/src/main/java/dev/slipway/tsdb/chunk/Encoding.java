package dev.slipway.tsdb.chunk;

/// What a chunk's bytes mean, with the number that stands for it on disk. Layouts:
/// `docs/format/block.md`.
public enum Encoding {
    XOR(1),
    HISTOGRAM(2),
    FLOAT_HISTOGRAM(3);

    private final int code;

    Encoding(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// Throws [ChunkException] for a number that stands for nothing known.
    public static Encoding of(int code) {
        return switch (code) {
            case 1 -> XOR;
            case 2 -> HISTOGRAM;
            case 3 -> FLOAT_HISTOGRAM;
            default -> throw new ChunkException("chunk encoding: " + code + " (expected: 1-3)");
        };
    }
}
