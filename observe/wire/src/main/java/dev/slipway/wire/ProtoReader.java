package dev.slipway.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Reads the protobuf wire format from an array without copying. Messages within messages are
/// entered and left, so that no object is made for them:
///
/// ```
/// while (reader.next()) {
///     switch (reader.field()) {
///         case 1 -> time = reader.varint();
///         case 2 -> {
///             int outer = reader.enter();
///             …
///             reader.leave(outer);
///         }
///         default -> reader.skip();
///     }
/// }
/// ```
///
/// Whatever is malformed throws [WireException]. Not thread-safe.
public final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    private static final int DEPTH_MAX = 64;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;
    private int limit;
    private int depth;
    private int field;
    private int wireType;
    private int slice;
    private int added;

    public ProtoReader(byte[] bytes, int start, int end) {
        if (start < 0 || end < start || end > bytes.length) {
            throw new IndexOutOfBoundsException(
                    "start, end: %d, %d (expected: within %d bytes)"
                            .formatted(start, end, bytes.length));
        }
        this.bytes = bytes;
        this.at = start;
        this.limit = end;
    }

    public ProtoReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /// Goes to the next field of the message; false at its end.
    public boolean next() {
        if (at == limit) {
            return false;
        }
        long tag = rawVarint();
        field = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        if (field == 0 || tag >>> 32 != 0) {
            throw malformed("tag " + Long.toUnsignedString(tag), "a field number from 1");
        }
        return true;
    }

    public int field() {
        return field;
    }

    public long varint() {
        expect(VARINT);
        return rawVarint();
    }

    public int int32() {
        return (int) varint();
    }

    public boolean bool() {
        return varint() != 0;
    }

    /// An `sint32` or `sint64`.
    public long zigzag() {
        long raw = varint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    /// A `fixed64` or `sfixed64`.
    public long fixed64() {
        expect(FIXED64);
        return rawFixed64();
    }

    /// A `double`.
    public double float64() {
        return Double.longBitsToDouble(fixed64());
    }

    public String string() {
        int end = slice();
        return Utf8.decode(bytes, slice, end);
    }

    public byte[] byteArray() {
        int end = slice();
        return Arrays.copyOfRange(bytes, slice, end);
    }

    /// Steps over the bytes of this field, which are then those from [#sliceStart] to the end that
    /// this returns.
    public int slice() {
        expect(BYTES);
        int length = length();
        slice = at;
        at += length;
        return at;
    }

    public int sliceStart() {
        return slice;
    }

    /// Reads on within the message in this field; what it returns is for [#leave].
    public int enter() {
        expect(BYTES);
        int length = length();
        if (++depth > DEPTH_MAX) {
            throw malformed("a message within " + DEPTH_MAX + " others", "fewer");
        }
        int outer = limit;
        limit = at + length;
        return outer;
    }

    /// Goes to the end of the message entered, wherever in it the reader is.
    public void leave(int outer) {
        at = limit;
        limit = outer;
        depth--;
    }

    /// Adds the numbers of a repeated `double`, packed or not.
    public void doubles(DoubleList list) {
        if (wireType != BYTES) {
            list.add(float64());
            return;
        }
        int outer = enter();
        list.ensureRoom((limit - at) / 8);
        while (at < limit) {
            list.add(Double.longBitsToDouble(rawFixed64()));
        }
        leave(outer);
    }

    /// Adds the numbers of a repeated `fixed64`, packed or not.
    public void fixed64s(DoubleList list) {
        if (wireType != BYTES) {
            list.add(unsigned(fixed64()));
            return;
        }
        int outer = enter();
        while (at < limit) {
            list.add(unsigned(rawFixed64()));
        }
        leave(outer);
    }

    /// Adds the numbers of a repeated `uint64`, packed or not.
    public void varints(DoubleList list) {
        if (wireType != BYTES) {
            list.add(unsigned(varint()));
            return;
        }
        int outer = enter();
        while (at < limit) {
            list.add(unsigned(rawVarint()));
        }
        leave(outer);
    }

    /// Adds the running sums of a repeated `sint64`, packed or not: `last` plus the first, and so
    /// on. Returns the newest sum.
    long deltas(DoubleList list, long last) {
        long sum = last;
        if (wireType != BYTES) {
            sum += zigzag();
            list.add((double) sum);
            return sum;
        }
        int outer = enter();
        while (at < limit) {
            long raw = rawVarint();
            sum += (raw >>> 1) ^ -(raw & 1);
            list.add((double) sum);
        }
        leave(outer);
        return sum;
    }

    /// Adds the numbers of a repeated `uint32`, packed or not, from place `size` on; returns the
    /// array, which may be a larger one, and [#added] says how many there are.
    int[] uint32s(int[] list, int size) {
        int[] grown = list;
        int count = size;
        if (wireType != BYTES) {
            grown = room(grown, count);
            grown[count++] = int32();
        } else {
            int outer = enter();
            while (at < limit) {
                grown = room(grown, count);
                grown[count++] = (int) rawVarint();
            }
            leave(outer);
        }
        added = count;
        return grown;
    }

    int added() {
        return added;
    }

    /// Steps over a field that means nothing to the reader.
    public void skip() {
        switch (wireType) {
            case VARINT -> rawVarint();
            case FIXED64 -> advance(8);
            case BYTES -> advance(length());
            case FIXED32 -> advance(4);
            case GROUP -> skipGroup();
            default -> throw malformed("wire type " + wireType, "0, 1, 2, 3 or 5");
        }
    }

    /// Where the reader is, from the start of the array.
    public int position() {
        return at;
    }

    byte[] bytes() {
        return bytes;
    }

    /// A length in front of a message that stands in no field.
    int delimitedEnd() {
        int length = length();
        return at + length;
    }

    /// Reads on from `start`, up to `end`, as if the array had only these bytes.
    void window(int start, int end) {
        at = start;
        limit = end;
        depth = 0;
    }

    /// Reads again from a place within the message that the reader is in.
    void rewind(int start) {
        at = start;
    }

    /// Goes back to a field that [#next] went to, at `contentStart`, as if nothing was read of it.
    void back(int contentStart, int contentField, int contentWireType) {
        at = contentStart;
        field = contentField;
        wireType = contentWireType;
    }

    int wireType() {
        return wireType;
    }

    boolean atEnd() {
        return at == limit;
    }

    /// A `uint64` as a double, which has it exactly up to 2^53. A `uint64` as a double, which holds
    /// it exactly up to 2^53.
    public static double unsigned(long value) {
        return value >= 0 ? value : (double) ((value >>> 1) | (value & 1)) * 2;
    }

    WireException malformed(String found, String expected) {
        return WireException.malformed(
                "Protobuf at byte %d: %s (expected: %s)".formatted(at, found, expected));
    }

    private void skipGroup() {
        int number = field;
        if (++depth > DEPTH_MAX) {
            throw malformed("a group within " + DEPTH_MAX + " others", "fewer");
        }
        while (next()) {
            if (wireType == GROUP_END) {
                if (field != number) {
                    throw malformed("end of group " + field, "end of group " + number);
                }
                depth--;
                return;
            }
            skip();
        }
        throw malformed("the end", "end of group " + number);
    }

    private void expect(int type) {
        if (wireType != type) {
            throw malformed("field " + field + " with wire type " + wireType, "" + type);
        }
    }

    private int length() {
        long length = rawVarint();
        if (length < 0 || length > limit - at) {
            throw malformed(
                    "length " + Long.toUnsignedString(length),
                    "at most " + (limit - at) + " bytes");
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > limit - at) {
            throw malformed("the end", count + " more bytes");
        }
        at += count;
    }

    private long rawFixed64() {
        if (limit - at < 8) {
            throw malformed("the end", "8 more bytes");
        }
        long value = (long) LONGS.get(bytes, at);
        at += 8;
        return value;
    }

    private long rawVarint() {
        if (at < limit && bytes[at] >= 0) {
            return bytes[at++];
        }
        return longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == limit) {
                throw malformed("the end", "the rest of a varint");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a varint of more than 10 bytes", "at most 10");
    }

    private static int[] room(int[] list, int size) {
        return size < list.length ? list : Arrays.copyOf(list, 2 * size + 8);
    }
}
