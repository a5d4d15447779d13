package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;

/// The counts of one sample of a chunk after another, in both directions. The two layouts differ in
/// how a count is written and agree in the order: totals, then (around the sum, which is not here)
/// positive buckets, negative buckets. Not thread-safe.
sealed interface HistogramCounts {
    static HistogramCounts of(Encoding encoding, HistogramLayout layout) {
        int positive = layout.positiveBuckets();
        int negative = layout.negativeBuckets();
        return encoding == Encoding.HISTOGRAM
                ? new Whole(positive, negative)
                : new Floating(positive, negative);
    }

    void readTotals(BitReader reader, boolean first);

    void readBuckets(BitReader reader, boolean first);

    double count();

    double zeroCount();

    double[] positive();

    double[] negative();

    void writeTotals(BitWriter writer, boolean first, FloatHistogram histogram);

    void writeBuckets(BitWriter writer, boolean first, FloatHistogram histogram);

    /// Counts are whole numbers; a bucket is written as its difference from its neighbour.
    final class Whole implements HistogramCounts {
        private static final int COUNT = 0;
        private static final int ZERO = 1;
        private static final int BUCKETS = 2;

        private final int positive;
        private final int negative;
        private final DeltaColumn column;

        private Whole(int positive, int negative) {
            this.positive = positive;
            this.negative = negative;
            column = new DeltaColumn(BUCKETS + positive + negative);
        }

        @Override
        public void readTotals(BitReader reader, boolean first) {
            if (first) {
                column.readFirst(reader, COUNT, false);
                column.readFirst(reader, ZERO, false);
            } else {
                column.readNext(reader, COUNT);
                column.readNext(reader, ZERO);
            }
        }

        @Override
        public void readBuckets(BitReader reader, boolean first) {
            for (int i = BUCKETS; i < BUCKETS + positive + negative; i++) {
                if (first) {
                    column.readFirst(reader, i, true);
                } else {
                    column.readNext(reader, i);
                }
            }
        }

        @Override
        public double count() {
            return column.value(COUNT);
        }

        @Override
        public double zeroCount() {
            return column.value(ZERO);
        }

        @Override
        public double[] positive() {
            return absolute(BUCKETS, positive);
        }

        @Override
        public double[] negative() {
            return absolute(BUCKETS + positive, negative);
        }

        @Override
        public void writeTotals(BitWriter writer, boolean first, FloatHistogram histogram) {
            // A stale sample has no counts; it repeats the step so that a single bit is written.
            if (!first && histogram.isStale()) {
                writer.put(0, 2);
                return;
            }
            write(writer, COUNT, first, (long) total(histogram, histogram.count()));
            write(writer, ZERO, first, (long) total(histogram, histogram.zeroCount()));
        }

        @Override
        public void writeBuckets(BitWriter writer, boolean first, FloatHistogram histogram) {
            writeBuckets(writer, BUCKETS, first, histogram.positiveCounts());
            writeBuckets(writer, BUCKETS + positive, first, histogram.negativeCounts());
        }

        private void write(BitWriter writer, int place, boolean first, long value) {
            if (first) {
                column.writeFirst(writer, place, false, value);
            } else {
                column.writeNext(writer, place, value);
            }
        }

        private void writeBuckets(BitWriter writer, int from, boolean first, double[] counts) {
            long before = 0;
            for (int i = 0; i < counts.length; i++) {
                long count = (long) counts[i];
                if (first) {
                    column.writeFirst(writer, from + i, true, count - before);
                } else {
                    column.writeNext(writer, from + i, count - before);
                }
                before = count;
            }
        }

        private double[] absolute(int from, int length) {
            double[] counts = new double[length];
            long sum = 0;
            for (int i = 0; i < length; i++) {
                sum += column.value(from + i);
                counts[i] = sum;
            }
            return counts;
        }
    }

    /// Counts are floats, and a bucket's stands alone.
    final class Floating implements HistogramCounts {
        private static final int COUNT = 0;
        private static final int ZERO = 1;
        private static final int BUCKETS = 2;

        private final int positive;
        private final int negative;
        private final XorColumn column;

        private Floating(int positive, int negative) {
            this.positive = positive;
            this.negative = negative;
            column = new XorColumn(BUCKETS + positive + negative);
        }

        @Override
        public void readTotals(BitReader reader, boolean first) {
            column.read(reader, COUNT, first);
            column.read(reader, ZERO, first);
        }

        @Override
        public void readBuckets(BitReader reader, boolean first) {
            for (int i = BUCKETS; i < BUCKETS + positive + negative; i++) {
                column.read(reader, i, first);
            }
        }

        @Override
        public double count() {
            return column.value(COUNT);
        }

        @Override
        public double zeroCount() {
            return column.value(ZERO);
        }

        @Override
        public double[] positive() {
            return values(BUCKETS, positive);
        }

        @Override
        public double[] negative() {
            return values(BUCKETS + positive, negative);
        }

        @Override
        public void writeTotals(BitWriter writer, boolean first, FloatHistogram histogram) {
            column.write(writer, COUNT, first, total(histogram, histogram.count()));
            column.write(writer, ZERO, first, total(histogram, histogram.zeroCount()));
        }

        @Override
        public void writeBuckets(BitWriter writer, boolean first, FloatHistogram histogram) {
            write(writer, BUCKETS, first, histogram.positiveCounts());
            write(writer, BUCKETS + positive, first, histogram.negativeCounts());
        }

        private void write(BitWriter writer, int from, boolean first, double[] counts) {
            for (int i = 0; i < counts.length; i++) {
                column.write(writer, from + i, first, counts[i]);
            }
        }

        private double[] values(int from, int length) {
            double[] counts = new double[length];
            for (int i = 0; i < length; i++) {
                counts[i] = column.value(from + i);
            }
            return counts;
        }
    }

    private static double total(FloatHistogram histogram, double count) {
        return histogram.isStale() ? 0 : count;
    }
}
