package dev.slipway.hcl.gzip;

import java.util.zip.CRC32;

/// Gzip files (RFC 1952) of one member, with the bytes that Terraform's `base64gzip` gives for the
/// same data. Stateless.
public final class Gzip {
    private static final int DEFLATE = 8;

    /// The header names no file, no time, and an unknown system.
    private static final byte[] HEADER = {
        0x1f, (byte) 0x8b, DEFLATE, 0, 0, 0, 0, 0, 0, (byte) 0xff
    };

    private Gzip() {}

    public static byte[] compress(byte[] data) {
        BitWriter out = new BitWriter();
        out.writeBytes(HEADER, 0, HEADER.length);
        new Deflate(data, out).run();
        CRC32 checksum = new CRC32();
        checksum.update(data);
        writeNumber((int) checksum.getValue(), out);
        writeNumber(data.length, out);
        return out.toByteArray();
    }

    private static void writeNumber(int number, BitWriter out) {
        out.writeBits(number & 0xffff, Short.SIZE);
        out.writeBits(number >>> Short.SIZE, Short.SIZE);
    }
}
