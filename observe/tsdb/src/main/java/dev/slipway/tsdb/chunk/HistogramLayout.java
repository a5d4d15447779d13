package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the samples of a chunk of histograms have in common: which buckets there are. Immutable.
record HistogramLayout(
        int schema,
        double zeroThreshold,
        List<Span> positiveSpans,
        List<Span> negativeSpans,
        double[] customBounds) {
    /// The zero thresholds that are one byte: 2^-243 is 1, 2^10 is 254.
    private static final int THRESHOLD_BIAS = 244;

    private static final int THRESHOLD_LITERAL = 255;

    /// Custom bounds up to this many thousandths are whole numbers.
    private static final double BOUND_UNIT = 1000;

    private static final double BOUND_WHOLE_MAX = 33_554_430;

    /// A stale histogram has no buckets, whatever it carries.
    static HistogramLayout of(FloatHistogram histogram) {
        if (histogram.isStale()) {
            return new HistogramLayout(0, 0, List.of(), List.of(), new double[0]);
        }
        return new HistogramLayout(
                histogram.schema(),
                histogram.zeroThreshold(),
                histogram.positiveSpans(),
                histogram.negativeSpans(),
                histogram.hasCustomBuckets() ? histogram.customBounds() : new double[0]);
    }

    boolean isOf(FloatHistogram histogram) {
        return schema == histogram.schema()
                && zeroThreshold == histogram.zeroThreshold()
                && positiveSpans.equals(histogram.positiveSpans())
                && negativeSpans.equals(histogram.negativeSpans())
                && (!histogram.hasCustomBuckets()
                        || Arrays.equals(customBounds, histogram.customBounds()));
    }

    int positiveBuckets() {
        return buckets(positiveSpans);
    }

    int negativeBuckets() {
        return buckets(negativeSpans);
    }

    void write(BitWriter writer) {
        writeThreshold(writer);
        Varbit.putSigned(writer, schema);
        writeSpans(writer, positiveSpans);
        writeSpans(writer, negativeSpans);
        if (schema == FloatHistogram.CUSTOM_BUCKETS) {
            Varbit.putUnsigned(writer, customBounds.length);
            for (double bound : customBounds) {
                writeBound(writer, bound);
            }
        }
    }

    static HistogramLayout read(BitReader reader) {
        double threshold = readThreshold(reader);
        int schema = toInt("schema", Varbit.readSigned(reader));
        List<Span> positive = readSpans(reader);
        List<Span> negative = readSpans(reader);
        double[] bounds = new double[0];
        if (schema == FloatHistogram.CUSTOM_BUCKETS) {
            bounds = new double[length("custom bounds", reader)];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = readBound(reader);
            }
        }
        return new HistogramLayout(schema, threshold, positive, negative, bounds);
    }

    private void writeThreshold(BitWriter writer) {
        int exponent = Math.getExponent(zeroThreshold);
        if (Double.doubleToRawLongBits(zeroThreshold) == 0) {
            writer.put(0, 8);
        } else if (exponent >= -243
                && exponent <= 10
                && zeroThreshold == Math.scalb(1.0, exponent)) {
            writer.put(exponent + THRESHOLD_BIAS, 8);
        } else {
            writer.put(THRESHOLD_LITERAL, 8);
            writer.putDouble(zeroThreshold);
        }
    }

    private static double readThreshold(BitReader reader) {
        int code = (int) reader.read(8);
        return switch (code) {
            case 0 -> 0;
            case THRESHOLD_LITERAL -> reader.readDouble();
            default -> Math.scalb(1.0, code - THRESHOLD_BIAS);
        };
    }

    private static void writeSpans(BitWriter writer, List<Span> spans) {
        Varbit.putUnsigned(writer, spans.size());
        for (Span span : spans) {
            Varbit.putUnsigned(writer, span.length());
            Varbit.putSigned(writer, span.offset());
        }
    }

    private static List<Span> readSpans(BitReader reader) {
        int count = length("spans", reader);
        List<Span> spans = new ArrayList<>(count);
        long buckets = 0;
        for (int i = 0; i < count; i++) {
            int length = length("span length", reader);
            buckets += length;
            spans.add(new Span(toInt("span offset", Varbit.readSigned(reader)), length));
        }
        if (buckets > reader.remainingBits()) {
            throw new ChunkException(
                    "buckets: %d in %d bits (expected: at least a bit for each)"
                            .formatted(buckets, reader.remainingBits()));
        }
        return List.copyOf(spans);
    }

    /// A number of things that take at least a bit each, so that damage cannot ask for all memory.
    private static int length(String what, BitReader reader) {
        long length = Varbit.readUnsigned(reader);
        if (length < 0 || length > reader.remainingBits()) {
            throw new ChunkException(
                    "%s: %d in %d bits (expected: at least a bit for each)"
                            .formatted(what, length, reader.remainingBits()));
        }
        return (int) length;
    }

    private static int toInt(String what, long value) {
        if (value != (int) value) {
            throw new ChunkException(what + ": " + value + " (expected: 32 bits)");
        }
        return (int) value;
    }

    private static void writeBound(BitWriter writer, double bound) {
        double thousandths = bound * BOUND_UNIT;
        boolean whole =
                thousandths >= 0
                        && thousandths <= BOUND_WHOLE_MAX
                        && thousandths == Math.rint(thousandths)
                        && isExact(bound, thousandths);
        if (whole) {
            Varbit.putUnsigned(writer, (long) thousandths + 1);
        } else {
            writer.put(0, 1);
            writer.putDouble(bound);
        }
    }

    /// Multiplying rounds: some bounds would come back as their neighbour, and -0 as 0.
    private static boolean isExact(double bound, double thousandths) {
        return Double.doubleToRawLongBits(thousandths / BOUND_UNIT)
                == Double.doubleToRawLongBits(bound);
    }

    private static double readBound(BitReader reader) {
        long code = Varbit.readUnsigned(reader);
        return code == 0 ? reader.readDouble() : (code - 1) / BOUND_UNIT;
    }

    private static int buckets(List<Span> spans) {
        int sum = 0;
        for (Span span : spans) {
            sum += span.length();
        }
        return sum;
    }
}
