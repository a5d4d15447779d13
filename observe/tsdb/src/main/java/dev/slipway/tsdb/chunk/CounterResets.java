package dev.slipway.tsdb.chunk;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Span;
import java.util.Arrays;
import java.util.List;

/// Whether the counters of a histogram began anew between two samples.
final class CounterResets {
    private CounterResets() {}

    /// What the chunk that begins with `next` says about the one that ended with `last`.
    static CounterReset between(FloatHistogram last, FloatHistogram next) {
        if (next.resetHint() == ResetHint.GAUGE) {
            return CounterReset.GAUGE;
        }
        if (last.resetHint() == ResetHint.GAUGE || last.isStale() || next.isStale()) {
            return next.resetHint() == ResetHint.RESET ? CounterReset.RESET : CounterReset.UNKNOWN;
        }
        return isReset(last, next) ? CounterReset.RESET : CounterReset.NO_RESET;
    }

    /// Buckets that cannot be compared, as their bounds differ, count as a reset too.
    static boolean isReset(FloatHistogram last, FloatHistogram next) {
        return switch (next.resetHint()) {
            case RESET -> true;
            case NO_RESET -> !comparable(last, next);
            case UNKNOWN, GAUGE -> !comparable(last, next) || isLess(last, next);
        };
    }

    private static boolean comparable(FloatHistogram last, FloatHistogram next) {
        return last.schema() == next.schema()
                && last.zeroThreshold() == next.zeroThreshold()
                && (!next.hasCustomBuckets()
                        || Arrays.equals(last.customBounds(), next.customBounds()));
    }

    private static boolean isLess(FloatHistogram last, FloatHistogram next) {
        return next.count() < last.count()
                || next.zeroCount() < last.zeroCount()
                || isLess(
                        last.positiveSpans(),
                        last.positiveCounts(),
                        next.positiveSpans(),
                        next.positiveCounts())
                || isLess(
                        last.negativeSpans(),
                        last.negativeCounts(),
                        next.negativeSpans(),
                        next.negativeCounts());
    }

    /// Whether any bucket counts less than before; one that is not there counts 0.
    private static boolean isLess(
            List<Span> lastSpans, double[] lastCounts, List<Span> nextSpans, double[] nextCounts) {
        BucketWalk last = new BucketWalk(lastSpans, lastCounts);
        BucketWalk next = new BucketWalk(nextSpans, nextCounts);
        boolean more = next.advance();
        while (last.advance()) {
            while (more && next.index() < last.index()) {
                more = next.advance();
            }
            double count = more && next.index() == last.index() ? next.count() : 0;
            if (count < last.count()) {
                return true;
            }
        }
        return false;
    }

    /// Goes through buckets in the order of their index.
    private static final class BucketWalk {
        private final List<Span> spans;
        private final double[] counts;
        private int span = -1;
        private int leftInSpan;
        private int bucket = -1;
        private int index = -1;

        BucketWalk(List<Span> spans, double[] counts) {
            this.spans = spans;
            this.counts = counts;
        }

        boolean advance() {
            while (leftInSpan == 0) {
                span++;
                if (span == spans.size()) {
                    return false;
                }
                leftInSpan = spans.get(span).length();
                index += spans.get(span).offset();
            }
            leftInSpan--;
            bucket++;
            index++;
            return bucket < counts.length;
        }

        int index() {
            return index;
        }

        double count() {
            return counts[bucket];
        }
    }
}
