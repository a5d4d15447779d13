package dev.slipway.hcl.gzip;

import java.io.ByteArrayOutputStream;

/// Bytes that fill up bit by bit, from the lowest (RFC 1951, 3.1.1). Owned by one thread.
final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Bits that do not fill a byte yet, and how many they are.
    private int pending;

    private int pendingCount;

    /// At most 16 bits at once, the lowest first.
    void writeBits(int bits, int count) {
        pending |= bits << pendingCount;
        pendingCount += count;
        while (pendingCount >= Byte.SIZE) {
            out.write(pending);
            pending >>>= Byte.SIZE;
            pendingCount -= Byte.SIZE;
        }
    }

    /// Fills up the byte that was begun, if any, with zeros.
    void align() {
        if (pendingCount > 0) {
            writeBits(0, Byte.SIZE - pendingCount);
        }
    }

    /// Whole bytes, where no byte has been begun.
    void writeBytes(byte[] bytes, int start, int length) {
        out.write(bytes, start, length);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
