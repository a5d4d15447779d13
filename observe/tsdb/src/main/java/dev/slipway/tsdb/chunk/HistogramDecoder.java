package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.StaleMarker;
import java.util.List;

/// Reads chunks of histograms that [HistogramEncoder] or Prometheus wrote.
final class HistogramDecoder {
    private static final double[] NO_BUCKETS = {};

    private final BitReader reader;
    private final CounterReset reset;
    private final HistogramLayout layout;
    private final HistogramCounts counts;
    private final DeltaColumn time = new DeltaColumn(1);
    private final XorColumn sum = new XorColumn(1);

    private HistogramDecoder(Encoding encoding, BitReader reader, CounterReset reset) {
        this.reader = reader;
        this.reset = reset;
        layout = HistogramLayout.read(reader);
        counts = HistogramCounts.of(encoding, layout);
    }

    static void decode(
            Encoding encoding,
            BitReader reader,
            long startMillis,
            long endMillis,
            SampleColumns columns) {
        int count = (int) reader.read(16);
        CounterReset reset = CounterReset.ofFlags((int) reader.read(8));
        if (count == 0) {
            return;
        }
        HistogramDecoder decoder = new HistogramDecoder(encoding, reader, reset);
        for (int i = 0; i < count; i++) {
            decoder.next(i == 0);
            long time = decoder.time.value(0);
            if (time > endMillis) {
                return;
            }
            if (time >= startMillis) {
                columns.add(time, decoder.histogram(i == 0));
            }
        }
    }

    private void next(boolean first) {
        if (first) {
            time.readFirst(reader, 0, true);
        } else {
            time.readNext(reader, 0);
        }
        counts.readTotals(reader, first);
        sum.read(reader, 0, first);
        if (!StaleMarker.is(sum.value(0))) {
            counts.readBuckets(reader, first);
        }
    }

    private FloatHistogram histogram(boolean first) {
        ResetHint hint = hint(first);
        if (StaleMarker.is(sum.value(0))) {
            return stale(hint);
        }
        return new FloatHistogram(
                layout.schema(),
                hint,
                layout.zeroThreshold(),
                counts.zeroCount(),
                counts.count(),
                sum.value(0),
                layout.positiveSpans(),
                counts.positive(),
                layout.negativeSpans(),
                counts.negative(),
                layout.customBounds());
    }

    private static FloatHistogram stale(ResetHint hint) {
        return new FloatHistogram(
                0,
                hint,
                0,
                0,
                0,
                StaleMarker.VALUE,
                List.of(),
                NO_BUCKETS,
                List.of(),
                NO_BUCKETS,
                NO_BUCKETS);
    }

    /// That a chunk's first sample is no reset is true only after the chunk it was written after,
    /// and which one comes before it in a query is not known here.
    private ResetHint hint(boolean first) {
        return switch (reset) {
            case GAUGE -> ResetHint.GAUGE;
            case RESET -> first ? ResetHint.RESET : ResetHint.NO_RESET;
            case UNKNOWN, NO_RESET -> first ? ResetHint.UNKNOWN : ResetHint.NO_RESET;
        };
    }
}
