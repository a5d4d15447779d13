package dev.slipway.tsdb;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Span;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Bytes of a record of the log while it is put together, with room for its frame in front; what
/// [RecordCursor] reads. Not thread-safe; reused.
final class RecordBuffer {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BYTES_MIN = 1024;

    private byte[] bytes = new byte[BYTES_MIN];
    private int size = LogSegment.FRAME_BYTES;

    void clear() {
        size = LogSegment.FRAME_BYTES;
        if (bytes.length > 1 << 20) {
            // One huge transaction is no reason to hold its memory for ever.
            bytes = new byte[BYTES_MIN];
        }
    }

    boolean isEmpty() {
        return size == LogSegment.FRAME_BYTES;
    }

    /// With the frame in front, which [#seal] fills.
    byte[] bytes() {
        return bytes;
    }

    /// With the frame.
    int size() {
        return size;
    }

    /// Writes the frame around what was put.
    void seal() {
        int length = size - LogSegment.FRAME_BYTES;
        setInt(0, LogSegment.RECORD_MAGIC);
        setInt(4, length);
        setInt(8, LogSegment.checksum(bytes, LogSegment.FRAME_BYTES, length));
    }

    void putAll(RecordBuffer other) {
        putBytes(other.bytes, LogSegment.FRAME_BYTES, other.size - LogSegment.FRAME_BYTES);
    }

    void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void putLong(long value) {
        ensure(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
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

    /// One of a run of floats: differences from the one before it, and the value.
    void putFloat(int slotChange, long timeChange, double value) {
        ensure(28);
        putVarint(slotChange);
        putVarint(timeChange);
        putDouble(value);
    }

    void putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putUvarint(encoded.length);
        putBytes(encoded, 0, encoded.length);
    }

    void putMemory(MemorySegment memory) {
        int length = (int) memory.byteSize();
        putUvarint(length);
        ensure(length);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, bytes, size, length);
        size += length;
    }

    void putLabels(Labels labels) {
        putUvarint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            putText(labels.name(i));
            putText(labels.value(i));
        }
    }

    void putExemplar(Exemplar exemplar) {
        putVarint(exemplar.timeMillis());
        putDouble(exemplar.value());
        putLabels(exemplar.labels());
    }

    void putHistogram(FloatHistogram histogram) {
        putVarint(histogram.schema());
        putByte(LogRecord.HINTS.indexOf(histogram.resetHint()));
        putDouble(histogram.zeroThreshold());
        putDouble(histogram.zeroCount());
        putDouble(histogram.count());
        putDouble(histogram.sum());
        putBuckets(histogram.positiveSpans(), histogram.positiveCounts());
        putBuckets(histogram.negativeSpans(), histogram.negativeCounts());
        putDoubles(histogram.customBounds());
    }

    private void putBytes(byte[] from, int start, int length) {
        ensure(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    private void putBuckets(List<Span> spans, double[] counts) {
        putUvarint(spans.size());
        for (Span span : spans) {
            putVarint(span.offset());
            putUvarint(span.length());
        }
        putDoubles(counts);
    }

    private void putDoubles(double[] values) {
        putUvarint(values.length);
        for (double value : values) {
            putDouble(value);
        }
    }

    private void setInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
