package dev.slipway.series;

import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.FloatHistogram.ResetHint;
import java.util.Arrays;

/// One series of [MemorySeries], which guards it.
final class MemoryColumn {
    private final Labels labels;
    private final long reference;
    private final SampleColumns samples = new SampleColumns();

    MemoryColumn(Labels labels, long reference) {
        this.labels = labels;
        this.reference = reference;
    }

    Labels labels() {
        return labels;
    }

    long reference() {
        return reference;
    }

    Outcome append(long timeMillis, double value) {
        int last = samples.size() - 1;
        if (last >= 0 && samples.timeMillis(last) == timeMillis) {
            boolean same =
                    samples.histogram(last) == null
                            && Double.doubleToRawLongBits(samples.value(last))
                                    == Double.doubleToRawLongBits(value);
            return same ? Outcome.ACCEPTED : Outcome.DUPLICATE;
        }
        if (last >= 0 && samples.timeMillis(last) > timeMillis) {
            return Outcome.OUT_OF_ORDER;
        }
        samples.add(timeMillis, value);
        return Outcome.ACCEPTED;
    }

    Outcome append(long timeMillis, FloatHistogram histogram) {
        int last = samples.size() - 1;
        if (last >= 0 && samples.timeMillis(last) == timeMillis) {
            FloatHistogram there = samples.histogram(last);
            boolean same = there != null && there.hasSameCounts(histogram);
            return same ? Outcome.ACCEPTED : Outcome.DUPLICATE;
        }
        if (last >= 0 && samples.timeMillis(last) > timeMillis) {
            return Outcome.OUT_OF_ORDER;
        }
        samples.add(timeMillis, histogram.withResetHint(hintFor(histogram, last)));
        return Outcome.ACCEPTED;
    }

    /// As a store that writes chunks knows it: within one there is no reset, and of the first of a
    /// chunk nothing is said. A reset, another layout or another kind of sample begins a chunk.
    private ResetHint hintFor(FloatHistogram histogram, int last) {
        if (histogram.resetHint() == ResetHint.GAUGE) {
            return ResetHint.GAUGE;
        }
        FloatHistogram before = last < 0 ? null : samples.histogram(last);
        boolean begins =
                before == null
                        || before.isStale()
                        || before.resetHint() == ResetHint.GAUGE
                        || histogram.resetHint() == ResetHint.RESET
                        || histogram.schema() != before.schema()
                        || histogram.zeroThreshold() != before.zeroThreshold()
                        || !Arrays.equals(histogram.customBounds(), before.customBounds())
                        || histogram.withResetHint(ResetHint.UNKNOWN).isResetSince(before);
        return begins ? ResetHint.UNKNOWN : ResetHint.NO_RESET;
    }

    boolean hasAnyIn(Selection selection) {
        int from = firstAtLeast(selection.startMillis());
        return from < samples.size() && samples.timeMillis(from) <= selection.endMillis();
    }

    void read(Selection selection, SampleColumns target) {
        for (int i = firstAtLeast(selection.startMillis());
                i < samples.size() && samples.timeMillis(i) <= selection.endMillis();
                i++) {
            FloatHistogram histogram = samples.histogram(i);
            if (histogram == null) {
                target.add(samples.timeMillis(i), samples.value(i));
            } else {
                target.add(samples.timeMillis(i), histogram);
            }
        }
    }

    private int firstAtLeast(long timeMillis) {
        int place = Arrays.binarySearch(samples.timesMillis(), 0, samples.size(), timeMillis);
        return place >= 0 ? place : -place - 1;
    }
}
