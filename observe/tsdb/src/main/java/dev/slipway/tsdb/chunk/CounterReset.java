package dev.slipway.tsdb.chunk;

/// What a chunk of histograms says about its first sample and the chunk before.
enum CounterReset {
    UNKNOWN(0b00),
    NO_RESET(0b01),
    RESET(0b10),
    GAUGE(0b11);

    private static final int SHIFT = 6;

    private final int code;

    CounterReset(int code) {
        this.code = code;
    }

    /// The byte in the chunk's header.
    int flags() {
        return code << SHIFT;
    }

    static CounterReset ofFlags(int flags) {
        return switch (flags >>> SHIFT & 3) {
            case 0b01 -> NO_RESET;
            case 0b10 -> RESET;
            case 0b11 -> GAUGE;
            default -> UNKNOWN;
        };
    }
}
