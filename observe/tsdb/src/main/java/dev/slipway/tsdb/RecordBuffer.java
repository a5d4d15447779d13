package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Span;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Bytes of the log's records while they are put together; what [RecordCursor] reads. Not
/// thread-safe; reused.
final class RecordBuffer {
    private byte[] bytes = new byte[4096];
    private int size;

    void clear() {
        size = 0;
        if (bytes.length > 1 << 20) {
            // One huge transaction is no reason to hold its memory for ever.
            bytes = new byte[4096];
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        ensure(4);
        setInt(size, value);
        size += 4;
    }

    /// Over bytes that were put before.
    void setInt(int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) (value >>> 16);
        bytes[at + 3] = (byte) (value >>> 24);
    }

    void putLong(long value) {
        putInt((int) value);
        putInt((int) (value >>> 32));
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

    void putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putUvarint(encoded.length);
        ensure(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    void putLabels(Labels labels) {
        putUvarint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            putText(labels.name(i));
            putText(labels.value(i));
        }
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

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
