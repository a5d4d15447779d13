package dev.slipway.tsdb.block;

import dev.slipway.series.SampleColumns;
import java.util.Arrays;

/// Ranges of time as starts and ends in turns, in milliseconds, both ends included, sorted and
/// apart from each other: what is deleted of a series. Pure functions; the arrays are never
/// changed.
public final class TimeRanges {
    public static final long[] NONE = {};

    private TimeRanges() {}

    /// Whether a time lies in one of the ranges.
    public static boolean covers(long[] ranges, long timeMillis) {
        for (int i = 0; i < ranges.length && ranges[i] <= timeMillis; i += 2) {
            if (timeMillis <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of the ranges has all of a span.
    public static boolean coverAll(long[] ranges, long startMillis, long endMillis) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] <= startMillis && endMillis <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    public static boolean touchAny(long[] ranges, long startMillis, long endMillis) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] <= endMillis && startMillis <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /// The ranges with one more among them.
    public static long[] joined(long[] ranges, long[] added) {
        long start = added[0];
        long end = added[1];
        long[] result = new long[ranges.length + 2];
        int size = 0;
        int i = 0;
        // Ranges that end right before the new one begins are joined with it too.
        while (i < ranges.length && ranges[i + 1] < start && ranges[i + 1] + 1 < start) {
            result[size++] = ranges[i++];
            result[size++] = ranges[i++];
        }
        while (i < ranges.length && (ranges[i] <= end || ranges[i] - 1 <= end)) {
            start = Math.min(start, ranges[i]);
            end = Math.max(end, ranges[i + 1]);
            i += 2;
        }
        result[size++] = start;
        result[size++] = end;
        while (i < ranges.length) {
            result[size++] = ranges[i++];
        }
        return Arrays.copyOf(result, size);
    }

    /// Adds the samples that do not lie in one of the ranges.
    public static void addOutside(long[] ranges, SampleColumns source, SampleColumns target) {
        for (int i = 0; i < source.size(); i++) {
            if (!covers(ranges, source.timeMillis(i))) {
                target.add(source, i);
            }
        }
    }
}
