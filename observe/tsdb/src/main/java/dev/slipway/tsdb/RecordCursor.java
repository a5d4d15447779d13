package dev.slipway.tsdb;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Span;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads what [RecordBuffer] wrote. Every method throws [LogDamagedException] where the bytes end
/// too early or say what cannot be. Not thread-safe.
final class RecordCursor {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int position;

    RecordCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    boolean isAtEnd() {
        return position == end;
    }

    int readByte() {
        need(1);
        return bytes[position++] & 0xff;
    }

    long readLong() {
        need(8);
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    long readUvarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            long next = readByte();
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new LogDamagedException("number: longer than 10 bytes (expected: at most 10)");
    }

    long readVarint() {
        long value = readUvarint();
        return value >>> 1 ^ -(value & 1);
    }

    /// How many things of at least so many bytes follow.
    int readCount(int bytesEach) {
        long count = readUvarint();
        if (count < 0 || count > (end - position) / bytesEach) {
            throw new LogDamagedException(
                    "count: %d (expected: at most %d)"
                            .formatted(count, (end - position) / bytesEach));
        }
        return (int) count;
    }

    int readSlot(long before) {
        long slot = before + readVarint();
        if (slot < 0 || slot > Integer.MAX_VALUE) {
            throw new LogDamagedException("series: " + slot + " (expected: 0-2147483647)");
        }
        return (int) slot;
    }

    String readText() {
        int length = readCount(1);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /// Of the record's own bytes.
    MemorySegment readMemory() {
        int length = readCount(1);
        position += length;
        return MemorySegment.ofArray(bytes).asSlice(position - length, length);
    }

    Labels readLabels() {
        int count = readCount(2);
        String[] pairs = new String[2 * count];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = readText();
        }
        return Labels.ofSorted(pairs);
    }

    Exemplar readExemplar() {
        long time = readVarint();
        double value = readDouble();
        return new Exemplar(readLabels(), value, time);
    }

    FloatHistogram readHistogram() {
        int schema = (int) readVarint();
        int hint = readByte();
        if (hint >= LogRecord.HINTS.size()) {
            throw new LogDamagedException("reset hint: " + hint + " (expected: 0-3)");
        }
        double zeroThreshold = readDouble();
        double zeroCount = readDouble();
        double count = readDouble();
        double sum = readDouble();
        List<Span> positiveSpans = readSpans();
        double[] positiveCounts = readDoubles();
        List<Span> negativeSpans = readSpans();
        double[] negativeCounts = readDoubles();
        FloatHistogram histogram =
                new FloatHistogram(
                        schema,
                        LogRecord.HINTS.get(hint),
                        zeroThreshold,
                        zeroCount,
                        count,
                        sum,
                        positiveSpans,
                        positiveCounts,
                        negativeSpans,
                        negativeCounts,
                        readDoubles());
        String problem = HistogramCheck.problem(histogram);
        if (!problem.isEmpty()) {
            throw new LogDamagedException(problem);
        }
        return histogram;
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    private List<Span> readSpans() {
        int count = readCount(2);
        List<Span> spans = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int offset = (int) readVarint();
            spans.add(new Span(offset, (int) readUvarint()));
        }
        return spans;
    }

    private double[] readDoubles() {
        double[] values = new double[readCount(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = readDouble();
        }
        return values;
    }

    private void need(int count) {
        if (end - position < count) {
            throw new LogDamagedException(
                    "record: ends at %d (expected: %d more)".formatted(end, count));
        }
    }
}
