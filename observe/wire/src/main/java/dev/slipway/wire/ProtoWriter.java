package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes the protobuf wire format into one array that grows and is used again. A message within a
/// message is opened and closed; its length is put in front of it when it is closed. As in proto3,
/// numbers that are 0 and texts that are empty are not written by the methods named `…IfSet`. Not
/// thread-safe.
///
/// ```
/// int series = writer.open(1);
/// writer.string(1, "name");
/// writer.close(series);
/// ```
public final class ProtoWriter {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    public ProtoWriter(int capacityBytes) {
        bytes = new byte[Math.max(16, capacityBytes)];
    }

    public ProtoWriter() {
        this(256);
    }

    public void varint(int field, long value) {
        tag(field, ProtoReader.VARINT);
        rawVarint(value);
    }

    public void varintIfSet(int field, long value) {
        if (value != 0) {
            varint(field, value);
        }
    }

    /// An `sint32` or `sint64`, if it is not 0.
    public void zigzagIfSet(int field, long value) {
        if (value != 0) {
            varint(field, value << 1 ^ value >> 63);
        }
    }

    public void fixed64(int field, long value) {
        tag(field, ProtoReader.FIXED64);
        rawFixed64(value);
    }

    public void float64(int field, double value) {
        fixed64(field, Double.doubleToRawLongBits(value));
    }

    /// Not written for positive zero.
    public void float64IfSet(int field, double value) {
        if (Double.doubleToRawLongBits(value) != 0) {
            float64(field, value);
        }
    }

    public void string(int field, String text) {
        bytes(field, text.getBytes(UTF_8));
    }

    public void stringIfSet(int field, String text) {
        if (!text.isEmpty()) {
            string(field, text);
        }
    }

    public void bytes(int field, byte[] content) {
        tag(field, ProtoReader.BYTES);
        rawVarint(content.length);
        raw(content, 0, content.length);
    }

    /// A repeated `double`, packed; nothing if there is none.
    public void doubles(int field, double[] values) {
        if (values.length > 0) {
            tag(field, ProtoReader.BYTES);
            rawVarint(8L * values.length);
            for (double value : values) {
                rawFixed64(Double.doubleToRawLongBits(value));
            }
        }
    }

    /// Whole numbers as a packed repeated `sint64` of differences.
    void deltas(int field, double[] values) {
        if (values.length == 0) {
            return;
        }
        int packed = open(field);
        long last = 0;
        for (double value : values) {
            long delta = (long) value - last;
            last = (long) value;
            rawVarint(delta << 1 ^ delta >> 63);
        }
        close(packed);
    }

    /// Begins a message, or a packed list, in this field; what it returns is for [#close].
    public int open(int field) {
        tag(field, ProtoReader.BYTES);
        return size;
    }

    /// Ends what was opened: its length is known now, and put in front of it.
    public void close(int opened) {
        int length = size - opened;
        int lengthBytes = varintBytes(length);
        ensureRoom(lengthBytes);
        System.arraycopy(bytes, opened, bytes, opened + lengthBytes, length);
        size = opened;
        rawVarint(length);
        size = opened + lengthBytes + length;
    }

    public void rawVarint(long value) {
        ensureRoom(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void raw(byte[] content, int start, int end) {
        ensureRoom(end - start);
        System.arraycopy(content, start, bytes, size, end - start);
        size += end - start;
    }

    /// Forgets what was written, and keeps the array.
    public void clear() {
        size = 0;
    }

    /// Forgets what was written behind this size.
    void truncate(int shorter) {
        size = shorter;
    }

    public int size() {
        return size;
    }

    /// The array itself, of which the first [#size] bytes are written.
    byte[] buffer() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void tag(int field, int wireType) {
        rawVarint((long) field << 3 | wireType);
    }

    private void rawFixed64(long value) {
        ensureRoom(8);
        LONGS.set(bytes, size, value);
        size += 8;
    }

    private void ensureRoom(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    private static int varintBytes(int value) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(value)) / 7);
    }
}
