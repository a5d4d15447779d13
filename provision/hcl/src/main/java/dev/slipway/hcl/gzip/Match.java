package dev.slipway.hcl.gzip;

/// So many bytes are the same as those so far back.
record Match(int length, int distance) {
    /// Shorter ones are not looked for.
    static final int LENGTH_MIN = 4;

    /// Less than any other.
    static final Match NONE = new Match(LENGTH_MIN - 1, 0);

    boolean isFound() {
        return length >= LENGTH_MIN;
    }
}
