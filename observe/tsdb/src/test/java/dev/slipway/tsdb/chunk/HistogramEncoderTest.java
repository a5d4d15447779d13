package dev.slipway.tsdb.chunk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HistogramEncoderTest {
    private static final double[] NONE = {};

    private final ChunkDecoder decoder = new ChunkDecoder();
    private final SampleColumns columns = new SampleColumns();

    @Test
    void readsBackWhatItWrote() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Histograms source = new Histograms(random);
            List<Chunk> chunks = new ArrayList<>();
            ChunkCutter cutter = new ChunkCutter(chunks::add);
            List<FloatHistogram> written = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                FloatHistogram histogram = source.next();
                written.add(histogram);
                cutter.add(i * 15_000L - 1_000_000 + random.nextInt(10), histogram);
            }
            cutter.finish();
            columns.clear();
            chunks.forEach(each -> decoder.decode(each, Long.MIN_VALUE, Long.MAX_VALUE, columns));
            assertThat(columns.size()).as("seed %d", seed).isEqualTo(written.size());
            for (int i = 0; i < written.size(); i++) {
                FloatHistogram read = requireNonNull(columns.histogram(i));
                assertThat(withHint(read, ResetHint.UNKNOWN))
                        .as("seed %d sample %d", seed, i)
                        .isEqualTo(withHint(written.get(i), ResetHint.UNKNOWN));
            }
        }
    }

    @Test
    void startsAChunkWhereACounterBeginsAnew() {
        HistogramEncoder first = HistogramEncoder.begin(0, histogram(10, 4, 6));
        assertThat(first.append(1, histogram(11, 4, 7))).isTrue();
        assertThat(first.append(2, histogram(11, 5, 6))).isFalse();
        Chunk next = first.next(2, histogram(11, 5, 6)).toChunk();
        decoder.decode(first.toChunk(), 0, 9, columns);
        decoder.decode(next, 0, 9, columns);
        assertThat(hints()).containsExactly(ResetHint.UNKNOWN, ResetHint.NO_RESET, ResetHint.RESET);
    }

    @Test
    void keepsGaugesInOneChunkWhateverTheirCounts() {
        HistogramEncoder gauge =
                HistogramEncoder.begin(0, withHint(histogram(10, 4, 6), ResetHint.GAUGE));
        assertThat(gauge.append(1, withHint(histogram(3, 1, 2), ResetHint.GAUGE))).isTrue();
        assertThat(gauge.append(2, histogram(30, 10, 20))).isFalse();
        decoder.decode(gauge.toChunk(), 0, 9, columns);
        assertThat(hints()).containsExactly(ResetHint.GAUGE, ResetHint.GAUGE);
    }

    @Test
    void writesFloatsOnlyWhereACountIsNoWholeNumber() {
        HistogramEncoder whole = HistogramEncoder.begin(0, histogram(10, 4, 6));
        assertThat(whole.encoding()).isEqualTo(Encoding.HISTOGRAM);
        assertThat(whole.append(1, histogram(11, 4, 6.5))).isFalse();
        HistogramEncoder floats = whole.next(1, histogram(11, 4, 6.5));
        assertThat(floats.encoding()).isEqualTo(Encoding.FLOAT_HISTOGRAM);
        assertThat(floats.append(2, histogram(12, 5, 7))).isTrue();
    }

    @Test
    void letsNothingButStaleSamplesFollowAStaleOne() {
        HistogramEncoder chunk = HistogramEncoder.begin(0, histogram(10, 4, 6));
        assertThat(chunk.append(1, Histograms.stale(ResetHint.UNKNOWN))).isTrue();
        assertThat(chunk.append(2, histogram(10, 4, 6))).isFalse();
        assertThat(chunk.append(2, Histograms.stale(ResetHint.UNKNOWN))).isTrue();
    }

    private List<ResetHint> hints() {
        List<ResetHint> hints = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            hints.add(requireNonNull(columns.histogram(i)).resetHint());
        }
        return hints;
    }

    private static FloatHistogram histogram(double count, double... buckets) {
        return new FloatHistogram(
                0,
                ResetHint.UNKNOWN,
                0.001,
                0,
                count,
                5,
                List.of(new Span(0, buckets.length)),
                buckets,
                List.of(),
                NONE,
                NONE);
    }

    private static FloatHistogram withHint(FloatHistogram from, ResetHint hint) {
        return new FloatHistogram(
                from.schema(),
                hint,
                from.zeroThreshold(),
                from.zeroCount(),
                from.count(),
                from.sum(),
                from.positiveSpans(),
                from.positiveCounts(),
                from.negativeSpans(),
                from.negativeCounts(),
                from.customBounds());
    }
}
