package dev.slipway.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.FloatHistogram.ResetHint;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistogramSumTest {
    private static FloatHistogram exponential(int schema, double count, double... buckets) {
        return new FloatHistogram(
                schema,
                ResetHint.UNKNOWN,
                0,
                0,
                count,
                count,
                List.of(new Span(0, buckets.length)),
                buckets,
                List.of(),
                new double[0],
                new double[0]);
    }

    private static FloatHistogram custom(double[] bounds, double... buckets) {
        return new FloatHistogram(
                FloatHistogram.CUSTOM_BUCKETS,
                ResetHint.UNKNOWN,
                0,
                0,
                buckets.length,
                1,
                List.of(new Span(0, buckets.length)),
                buckets,
                List.of(),
                new double[0],
                bounds);
    }

    @Test
    void meetsAtTheLowerResolution() {
        FloatHistogram sum =
                new HistogramSum(exponential(0, 4, 1, 2, 1))
                        .add(exponential(1, 3, 1, 1, 1))
                        .result();
        assertThat(sum.schema()).isZero();
        assertThat(sum.positiveCounts()).containsExactly(2, 4, 1);
    }

    @Test
    void leavesCommonCustomBounds() {
        HistogramSum sum = new HistogramSum(custom(new double[] {5, 10}, 1, 2, 3));
        sum.add(custom(new double[] {10}, 1, 1));
        assertThat(sum.hasReconciledBounds()).isTrue();
        assertThat(sum.result().customBounds()).containsExactly(10);
        assertThat(sum.result().positiveCounts()).containsExactly(4, 4);
    }

    @Test
    void doesNotMixExponentialAndCustomBuckets() {
        HistogramSum sum = new HistogramSum(exponential(0, 1, 1));
        assertThat(sum.isCompatible(custom(new double[] {1}, 1))).isFalse();
    }

    @Test
    void keepsWhatRoundingLoses() {
        HistogramSum sum = new HistogramSum(exponential(0, 1, 1));
        sum.add(exponential(0, 1e100, 1e100)).add(exponential(0, -1e100, -1e100));
        assertThat(sum.result().count()).isEqualTo(1);
        assertThat(sum.result().positiveCounts()).containsExactly(1);
    }

    @Test
    void widensTheZeroBucketPastPopulatedBuckets() {
        HistogramSum sum = new HistogramSum(exponential(0, 3, 1, 1, 1));
        sum.widenZeroBucket(1.5);
        assertThat(sum.result().zeroThreshold()).isEqualTo(2);
        assertThat(sum.result().zeroCount()).isEqualTo(2);
        assertThat(sum.result().positiveCounts()).containsExactly(1);
    }

    @Test
    void findsResetsInAnyBucket() {
        FloatHistogram before = exponential(0, 4, 1, 2, 1);
        assertThat(exponential(0, 5, 1, 1, 3).isResetSince(before)).isTrue();
        assertThat(exponential(0, 5, 1, 2, 2).isResetSince(before)).isFalse();
        assertThat(exponential(1, 5, 1, 2, 2).isResetSince(before)).isTrue();
        FloatHistogram hinted = exponential(0, 1, 1).withResetHint(ResetHint.NO_RESET);
        assertThat(hinted.isResetSince(before)).isFalse();
    }

    @Test
    void differenceIsAGauge() {
        FloatHistogram histogram = exponential(0, 1, 1);
        FloatHistogram nothing = new HistogramSum(histogram).subtract(histogram).result();
        assertThat(nothing.resetHint()).isEqualTo(ResetHint.GAUGE);
        assertThat(nothing.positiveSpans()).isEmpty();
    }

    @Test
    void isWrittenAsUpstreamWritesIt() {
        assertThat(exponential(0, 3, 1, 2)).hasToString("{count:3, sum:3, (0.5,1]:1, (1,2]:2}");
        assertThat(GoNumbers.shortest(1e21)).isEqualTo("1e+21");
        assertThat(GoNumbers.plain(1e21)).isEqualTo("1000000000000000000000");
        assertThat(GoNumbers.shortest(0.00001)).isEqualTo("1e-05");
    }
}
