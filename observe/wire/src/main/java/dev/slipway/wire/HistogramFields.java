package dev.slipway.wire;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the fields of a native histogram as the protobuf formats have them: spans, and counts
/// either absolute or as differences; and makes a [FloatHistogram] of them. Used for one histogram
/// after another. Not thread-safe.
final class HistogramFields {
    static final int SCHEMA_MIN = -4;
    static final int SCHEMA_MAX = 8;

    /// The finest schema that is brought down to the finest one stored.
    static final int SCHEMA_REDUCIBLE_MAX = 52;

    private static final int BUCKETS_MAX = 100_000;

    int schema;
    double zeroThreshold;
    double zeroCount;
    double count;
    double sum;
    ResetHint resetHint = ResetHint.UNKNOWN;
    final DoubleList customBounds = new DoubleList();
    final Side positive = new Side();
    final Side negative = new Side();

    /// Buckets on one side of zero.
    static final class Side {
        final List<Span> spans = new ArrayList<>();
        private final DoubleList counts = new DoubleList();
        private long last;

        void clear() {
            spans.clear();
            counts.clear();
            last = 0;
        }

        void span(ProtoReader reader) {
            int outer = reader.enter();
            long offset = 0;
            int length = 0;
            while (reader.next()) {
                switch (reader.field()) {
                    case 1 -> offset = reader.zigzag();
                    case 2 -> length = reader.int32();
                    default -> reader.skip();
                }
            }
            reader.leave(outer);
            spans.add(new Span((int) offset, length));
        }

        void deltas(ProtoReader reader) {
            last = reader.deltas(counts, last);
        }

        void counts(ProtoReader reader) {
            reader.doubles(counts);
        }

        @Nullable String problem(String name) {
            long buckets = 0;
            for (int i = 0; i < spans.size(); i++) {
                Span span = spans.get(i);
                if (span.length() < 0 || (i > 0 && span.offset() < 0)) {
                    return "%s span %d: offset %d, length %d (expected: none below 0)"
                            .formatted(name, i, span.offset(), span.length());
                }
                buckets += span.length();
            }
            if (buckets != counts.size() || buckets > BUCKETS_MAX) {
                return "%s buckets: %d (expected: %d as in the spans, at most %d)"
                        .formatted(name, counts.size(), buckets, BUCKETS_MAX);
            }
            for (int i = 0; i < counts.size(); i++) {
                if (!(counts.value(i) >= 0)) {
                    return "%s bucket %d: count %s (expected: at least 0)"
                            .formatted(name, i, NumberText.of(counts.value(i)));
                }
            }
            return null;
        }
    }

    void clear() {
        schema = 0;
        zeroThreshold = 0;
        zeroCount = 0;
        count = 0;
        sum = 0;
        resetHint = ResetHint.UNKNOWN;
        customBounds.clear();
        positive.clear();
        negative.clear();
    }

    /// Why these fields are no histogram; null if they are one.
    @Nullable String problem() {
        boolean custom = schema == FloatHistogram.CUSTOM_BUCKETS;
        if (!custom && (schema < SCHEMA_MIN || schema > SCHEMA_REDUCIBLE_MAX)) {
            return "schema: %d (expected: %d to %d, or %d)"
                    .formatted(schema, SCHEMA_MIN, SCHEMA_MAX, FloatHistogram.CUSTOM_BUCKETS);
        }
        if (!(zeroCount >= 0) || !(zeroThreshold >= 0) || !(count >= 0)) {
            return "count, zero count, zero threshold: %s, %s, %s (expected: at least 0)"
                    .formatted(count, zeroCount, zeroThreshold);
        }
        String problem = positive.problem("positive");
        if (problem == null) {
            problem = negative.problem("negative");
        }
        return problem != null || !custom ? problem : customProblem();
    }

    FloatHistogram build() {
        FloatHistogram histogram =
                new FloatHistogram(
                        schema,
                        resetHint,
                        zeroThreshold,
                        zeroCount,
                        count,
                        sum,
                        positive.spans,
                        positive.counts.toArray(),
                        negative.spans,
                        negative.counts.toArray(),
                        customBounds.toArray());
        return schema > SCHEMA_MAX ? NativeBuckets.reduced(histogram, SCHEMA_MAX) : histogram;
    }

    private @Nullable String customProblem() {
        if (!negative.spans.isEmpty() || zeroCount != 0 || zeroThreshold != 0) {
            return "custom buckets with negative or zero buckets (expected: none of these)";
        }
        for (int i = 0; i < customBounds.size(); i++) {
            double bound = customBounds.value(i);
            boolean ascending = i == 0 || bound > customBounds.value(i - 1);
            if (!ascending || Double.isNaN(bound) || bound == Double.POSITIVE_INFINITY) {
                return "custom bound %d: %s (expected: ascending, below +Inf)"
                        .formatted(i, NumberText.of(bound));
            }
        }
        long index = -1;
        for (Span span : positive.spans) {
            index += span.offset() + (long) span.length();
            if (span.offset() < 0 || index > customBounds.size()) {
                return "custom bucket %d (expected: 0 to %d)".formatted(index, customBounds.size());
            }
        }
        return null;
    }
}
