package dev.slipway.hcl.gzip;

/// Writes each block the shortest way: with the fixed codes, with codes of its own, or its bytes as
/// they are. Of equally short ones, the first in this order. Owned by one thread.
final class BlockWriter {
    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;
    private static final int HEADER_BITS = 3;
    private static final int STORED_MAX = 0xffff;

    /// The header with what fills its byte, and the length twice.
    private static final int STORED_OVERHEAD = 5;

    private final byte[] data;
    private final BitWriter out;

    BlockWriter(byte[] data, BitWriter out) {
        this.data = data;
        this.out = out;
    }

    /// A block that says what `data` holds from `start` to `end`.
    void write(Block block, int start, int end) {
        Codes best = Codes.of(block);
        CodeHeader header = new CodeHeader(best);
        int rest = HEADER_BITS + block.restBits();
        int fixedBits = rest + Codes.FIXED.bits(block);
        int dynamicBits = rest + header.bits() + best.bits(block);
        int length = end - start;
        int storedBits = (length + STORED_OVERHEAD) * Byte.SIZE;
        if (length <= STORED_MAX && storedBits < Math.min(fixedBits, dynamicBits)) {
            writeStored(start, length, false);
        } else if (dynamicBits < fixedBits) {
            writeHeader(DYNAMIC, false);
            header.write(out);
            block.write(best, out);
        } else {
            writeHeader(FIXED, false);
            block.write(Codes.FIXED, out);
        }
    }

    /// The end: an empty stored block that brings everything before it to whole bytes, as a flush
    /// does, and one that is the last.
    void finish() {
        writeStored(0, 0, false);
        writeStored(0, 0, true);
    }

    private void writeHeader(int kind, boolean last) {
        out.writeBits(kind << 1 | (last ? 1 : 0), HEADER_BITS);
    }

    private void writeStored(int start, int length, boolean last) {
        writeHeader(STORED, last);
        out.align();
        out.writeBits(length, Short.SIZE);
        out.writeBits(~length & STORED_MAX, Short.SIZE);
        out.writeBytes(data, start, length);
    }
}
