package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import java.lang.foreign.MemorySegment;

/// A chunk of histograms that is being filled: whole numbers where all counts are, floats
/// otherwise. It takes samples as long as they have the same buckets and the counters only grow;
/// for any other [#append] says no, and [#next] begins the chunk after it.
///
/// The bits are drawn in `docs/format/block.md`; why buckets that change begin a chunk is decision
/// 131.
///
/// An object for each open chunk, as its state grows with the number of buckets. Not thread-safe.
public final class HistogramEncoder {
    private final Encoding encoding;
    private final boolean gauge;
    private final HistogramLayout layout;
    private final HistogramCounts counts;
    private final DeltaColumn time = new DeltaColumn(1);
    private final XorColumn sum = new XorColumn(1);
    private final BitWriter writer = new BitWriter();
    private final long minMillis;
    private FloatHistogram last;
    private int count;

    private HistogramEncoder(long timeMillis, FloatHistogram first, CounterReset reset) {
        encoding = WholeNumbers.areAll(first) ? Encoding.HISTOGRAM : Encoding.FLOAT_HISTOGRAM;
        gauge = reset == CounterReset.GAUGE;
        layout = HistogramLayout.of(first);
        counts = HistogramCounts.of(encoding, layout);
        minMillis = timeMillis;
        last = first;
        writer.put(0, 16);
        writer.put(reset.flags(), 8);
        layout.write(writer);
        write(timeMillis, first);
    }

    /// Begins the first chunk of a series, with its first sample.
    public static HistogramEncoder begin(long timeMillis, FloatHistogram first) {
        CounterReset reset =
                switch (first.resetHint()) {
                    case GAUGE -> CounterReset.GAUGE;
                    case RESET -> CounterReset.RESET;
                    case UNKNOWN, NO_RESET -> CounterReset.UNKNOWN;
                };
        return new HistogramEncoder(timeMillis, first, reset);
    }

    /// Begins the chunk after this one.
    public HistogramEncoder next(long timeMillis, FloatHistogram first) {
        return new HistogramEncoder(timeMillis, first, CounterResets.between(last, first));
    }

    /// False, with nothing changed, if the sample needs a new chunk. The time must not be before
    /// the last one's.
    public boolean append(long timeMillis, FloatHistogram histogram) {
        if (count == XorEncoder.SAMPLES_MAX || !fits(histogram)) {
            return false;
        }
        write(timeMillis, histogram);
        last = histogram;
        return true;
    }

    public Encoding encoding() {
        return encoding;
    }

    public int count() {
        return count;
    }

    public long minMillis() {
        return minMillis;
    }

    public long lastMillis() {
        return time.value(0);
    }

    public FloatHistogram last() {
        return last;
    }

    public int sizeBytes() {
        return writer.sizeBytes();
    }

    /// A copy of what was written so far.
    public Chunk toChunk() {
        MemorySegment data = MemorySegment.ofArray(writer.toBytes());
        return new Chunk(encoding, minMillis, lastMillis(), data);
    }

    private boolean fits(FloatHistogram histogram) {
        if (gauge != (histogram.resetHint() == ResetHint.GAUGE)) {
            return false;
        }
        if (histogram.isStale() || last.isStale()) {
            // Nothing but another stale sample may follow a stale one: it has no counts to go on
            // from.
            return histogram.isStale();
        }
        boolean sameKind = encoding == Encoding.FLOAT_HISTOGRAM || WholeNumbers.areAll(histogram);
        return sameKind
                && layout.isOf(histogram)
                && (gauge || !CounterResets.isReset(last, histogram));
    }

    private void write(long timeMillis, FloatHistogram histogram) {
        boolean first = count == 0;
        if (first) {
            time.writeFirst(writer, 0, true, timeMillis);
        } else {
            time.writeNext(writer, 0, timeMillis);
        }
        counts.writeTotals(writer, first, histogram);
        sum.write(writer, 0, first, histogram.sum());
        if (!histogram.isStale()) {
            counts.writeBuckets(writer, first, histogram);
        }
        count++;
        writer.set(0, count >>> 8);
        writer.set(1, count);
    }
}
