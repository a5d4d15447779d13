package dev.slipway.tsdb.block;

/// Where a chunk of a series lies, and from when to when it reaches, both included.
///
/// @param reference number of the segment file in the upper, offset in the lower half
record ChunkMeta(long minMillis, long maxMillis, long reference) {
    static long reference(int segment, long offset) {
        return (long) segment << 32 | offset;
    }

    int segment() {
        return (int) (reference >>> 32);
    }

    long offset() {
        return reference & 0xffff_ffffL;
    }
}
