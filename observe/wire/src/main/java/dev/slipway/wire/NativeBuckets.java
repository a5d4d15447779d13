package dev.slipway.wire;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Span;
import java.util.ArrayList;
import java.util.List;

/// The buckets of one side of a native histogram, collected by index and made into spans. Merging
/// two neighbours into one, as often as needed, gives the buckets of a coarser schema. Not
/// thread-safe.
final class NativeBuckets {
    /// Up to so many empty buckets between two others are written out, as a span takes more room.
    private static final int GAP_MAX = 2;

    private final List<Span> spans = new ArrayList<>();
    private final DoubleList counts = new DoubleList();
    private int spanOffset;
    private int spanLength;
    private long nextIndex;

    /// Adds to a bucket; indices never go down.
    void add(long index, double count) {
        if (counts.size() > 0 && index == nextIndex - 1) {
            counts.addToLast(count);
            return;
        }
        long gap = index - nextIndex;
        if (counts.size() > 0 && gap <= GAP_MAX) {
            for (; gap > 0; gap--) {
                append(0);
            }
        } else {
            endSpan();
            spanOffset = (int) gap;
            nextIndex = index;
        }
        append(count);
    }

    List<Span> spans() {
        endSpan();
        return List.copyOf(spans);
    }

    double[] counts() {
        return counts.toArray();
    }

    /// The same observations at a coarser schema: bucket i of a schema lies in bucket ceil(i / 2)
    /// of the next coarser one.
    static FloatHistogram reduced(FloatHistogram histogram, int schema) {
        int shift = histogram.schema() - schema;
        NativeBuckets positive =
                merge(histogram.positiveSpans(), histogram.positiveCounts(), shift);
        NativeBuckets negative =
                merge(histogram.negativeSpans(), histogram.negativeCounts(), shift);
        return new FloatHistogram(
                schema,
                histogram.resetHint(),
                histogram.zeroThreshold(),
                histogram.zeroCount(),
                histogram.count(),
                histogram.sum(),
                positive.spans(),
                positive.counts(),
                negative.spans(),
                negative.counts(),
                histogram.customBounds());
    }

    /// Where a bucket goes when neighbours are merged `shift` times.
    static long merged(long index, int shift) {
        return ((index - 1) >> Math.min(shift, 62)) + 1;
    }

    private static NativeBuckets merge(List<Span> spans, double[] counts, int shift) {
        NativeBuckets buckets = new NativeBuckets();
        long index = 0;
        int place = 0;
        for (Span span : spans) {
            index += span.offset();
            for (int i = 0; i < span.length(); i++) {
                buckets.add(merged(index++, shift), counts[place++]);
            }
        }
        return buckets;
    }

    private void append(double count) {
        counts.add(count);
        spanLength++;
        nextIndex++;
    }

    private void endSpan() {
        if (spanLength > 0) {
            spans.add(new Span(spanOffset, spanLength));
            spanLength = 0;
        }
    }
}
