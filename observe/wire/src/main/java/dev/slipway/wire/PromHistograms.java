package dev.slipway.wire;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Span;
import java.util.List;

/// The message `Histogram` of remote write and remote read, which is the same in all of them. One
/// whose counts are whole numbers is written in integers, as differences; any other in floats.
final class PromHistograms {
    private PromHistograms() {}

    /// Reads the field the reader is at into `fields`, and returns the time.
    static long read(ProtoReader reader, HistogramFields fields) {
        int outer = reader.enter();
        long timeMillis = 0;
        fields.clear();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> fields.count = ProtoReader.unsigned(reader.varint());
                case 2 -> fields.count = reader.float64();
                case 3 -> fields.sum = reader.float64();
                case 4 -> fields.schema = (int) reader.zigzag();
                case 5 -> fields.zeroThreshold = reader.float64();
                case 6 -> fields.zeroCount = ProtoReader.unsigned(reader.varint());
                case 7 -> fields.zeroCount = reader.float64();
                case 8 -> fields.negative.span(reader);
                case 9 -> fields.negative.deltas(reader);
                case 10 -> fields.negative.counts(reader);
                case 11 -> fields.positive.span(reader);
                case 12 -> fields.positive.deltas(reader);
                case 13 -> fields.positive.counts(reader);
                case 14 -> fields.resetHint = hint(reader);
                case 15 -> timeMillis = reader.varint();
                case 16 -> reader.doubles(fields.customBounds);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return timeMillis;
    }

    static void write(ProtoWriter writer, int field, long timeMillis, FloatHistogram histogram) {
        int opened = writer.open(field);
        boolean whole = isWhole(histogram);
        if (whole) {
            writer.varint(1, (long) histogram.count());
        } else {
            writer.float64(2, histogram.count());
        }
        writer.float64IfSet(3, histogram.sum());
        writer.zigzagIfSet(4, histogram.schema());
        writer.float64IfSet(5, histogram.zeroThreshold());
        if (whole) {
            writer.varint(6, (long) histogram.zeroCount());
        } else {
            writer.float64(7, histogram.zeroCount());
        }
        spans(writer, 8, histogram.negativeSpans());
        counts(writer, 9, whole, histogram.negativeCounts());
        spans(writer, 11, histogram.positiveSpans());
        counts(writer, 12, whole, histogram.positiveCounts());
        writer.varintIfSet(14, number(histogram.resetHint()));
        writer.varintIfSet(15, timeMillis);
        writer.doubles(16, histogram.customBounds());
        writer.close(opened);
    }

    private static void counts(ProtoWriter writer, int field, boolean whole, double[] counts) {
        if (whole) {
            writer.deltas(field, counts);
        } else {
            writer.doubles(field + 1, counts);
        }
    }

    private static void spans(ProtoWriter writer, int field, List<Span> spans) {
        for (Span span : spans) {
            int opened = writer.open(field);
            writer.zigzagIfSet(1, span.offset());
            writer.varintIfSet(2, span.length());
            writer.close(opened);
        }
    }

    private static int number(ResetHint hint) {
        return switch (hint) {
            case UNKNOWN -> 0;
            case RESET -> 1;
            case NO_RESET -> 2;
            case GAUGE -> 3;
        };
    }

    /// A number that is not known yet says nothing.
    private static ResetHint hint(ProtoReader reader) {
        return switch ((int) reader.varint()) {
            case 1 -> ResetHint.RESET;
            case 2 -> ResetHint.NO_RESET;
            case 3 -> ResetHint.GAUGE;
            default -> ResetHint.UNKNOWN;
        };
    }

    private static boolean isWhole(FloatHistogram histogram) {
        return isWhole(histogram.count())
                && isWhole(histogram.zeroCount())
                && isWhole(histogram.positiveCounts())
                && isWhole(histogram.negativeCounts());
    }

    private static boolean isWhole(double[] counts) {
        for (double count : counts) {
            if (!isWhole(count)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(double count) {
        return count >= 0 && count <= 1L << 53 && count == Math.rint(count);
    }
}
