package dev.slipway.wire;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.util.Arrays;

/// Snappy's block format, in Java. Keeps what it decompresses into, up to a size, for the next
/// time. Not thread-safe.
final class SnappyBlock {
    /// Larger buffers are left to the garbage collector.
    private static final int KEPT_BYTES_MAX = 8 << 20;

    private final SnappyJavaDecompressor decompressor = new SnappyJavaDecompressor();
    private byte[] buffer = {};
    private int size;

    /// The decompressed bytes are the first [#size] of the array returned, until the next call.
    byte[] decompress(byte[] bytes, int start, int end, int sizeMax) {
        try {
            int length = decompressor.getUncompressedLength(bytes, start);
            if (length < 0 || length > sizeMax) {
                throw WireException.tooLarge(
                        "decompressed bytes", Integer.toUnsignedLong(length), sizeMax);
            }
            byte[] target = length <= buffer.length ? buffer : new byte[length];
            size = decompressor.decompress(bytes, start, end - start, target, 0, target.length);
            buffer = target.length <= KEPT_BYTES_MAX ? target : buffer;
            return target;
        } catch (MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException e) {
            WireException failure =
                    WireException.malformed("Body: no snappy block (expected: one)");
            failure.initCause(e);
            throw failure;
        }
    }

    int size() {
        return size;
    }

    static byte[] compress(byte[] bytes, int start, int end) {
        SnappyJavaCompressor compressor = new SnappyJavaCompressor();
        byte[] target = new byte[compressor.maxCompressedLength(end - start)];
        int length = compressor.compress(bytes, start, end - start, target, 0, target.length);
        return Arrays.copyOf(target, length);
    }
}
