package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Span;
import java.util.List;

/// Whether a histogram is one: encoders take that for granted. A pure function.
final class HistogramCheck {
    private static final int SCHEMA_MIN = -4;
    private static final int SCHEMA_MAX = 8;

    private HistogramCheck() {}

    /// What is wrong with it; empty if nothing is.
    static String problem(FloatHistogram histogram) {
        int schema = histogram.schema();
        if (!histogram.hasCustomBuckets() && (schema < SCHEMA_MIN || schema > SCHEMA_MAX)) {
            return "schema: %d (expected: %d-%d or %d)"
                    .formatted(schema, SCHEMA_MIN, SCHEMA_MAX, FloatHistogram.CUSTOM_BUCKETS);
        }
        String positive = problem(histogram.positiveSpans(), histogram.positiveCounts().length);
        return positive.isEmpty()
                ? problem(histogram.negativeSpans(), histogram.negativeCounts().length)
                : positive;
    }

    private static String problem(List<Span> spans, int counts) {
        long length = 0;
        long index = 0;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.length() < 0 || (i > 0 && span.offset() < 0)) {
                return "span: %d, %d (expected: no negative numbers)"
                        .formatted(span.offset(), span.length());
            }
            length += span.length();
            index += (long) span.offset() + span.length();
            if (index > Integer.MAX_VALUE || index < Integer.MIN_VALUE) {
                return "spans: up to bucket %d (expected: 32 bits)".formatted(index);
            }
        }
        return length == counts
                ? ""
                : "spans: %d buckets (expected: %d as there are counts)".formatted(length, counts);
    }
}
