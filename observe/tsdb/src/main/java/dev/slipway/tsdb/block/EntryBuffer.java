package dev.slipway.tsdb.block;

import java.util.Arrays;

/// Bytes of an entry whose length stands before it. Not thread-safe; reused.
final class EntryBuffer {
    private byte[] bytes = new byte[1024];
    private int size;

    void clear() {
        size = 0;
    }

    void putUvarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void putVarint(long value) {
        putUvarint(value << 1 ^ value >> 63);
    }

    void put(FileCursor from, int length) {
        ensure(length);
        from.copy(bytes, size, length);
        size += length;
    }

    void writeTo(FileOutput output) {
        output.putBytes(bytes, 0, size);
    }

    int size() {
        return size;
    }

    private void ensure(int added) {
        if (size + added > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + added));
        }
    }
}
