package dev.slipway.promql;

import static dev.slipway.series.FloatHistogram.ResetHint.UNKNOWN;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.StaleMarker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The samples of one series that a range function looks at, floats and histograms apart, without
/// stale markers. Reused for one series after the other; for one thread.
final class Samples {
    private long[] floatTimes = new long[0];
    private double[] floats = new double[0];
    private int floatCount;
    private long[] histogramTimes = new long[0];
    private FloatHistogram[] histograms = new FloatHistogram[0];
    private int histogramCount;
    private int @Nullable [] decreases;

    /// Takes the samples of columns; these may be shared until they are read again.
    void take(SampleColumns columns) {
        histogramCount = 0;
        floatCount = 0;
        decreases = null;
        if (isPlain(columns)) {
            floatTimes = columns.timesMillis();
            floats = columns.values();
            floatCount = columns.size();
            return;
        }
        floatTimes = new long[columns.size()];
        floats = new double[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            FloatHistogram histogram = columns.histogram(i);
            if (histogram == null) {
                add(columns.timeMillis(i), columns.value(i));
            } else {
                add(columns.timeMillis(i), histogram);
            }
        }
    }

    /// Takes the steps of a subquery. What is known of resets of counters says nothing about
    /// samples that are some steps apart.
    void take(Row row, Steps steps) {
        histogramCount = 0;
        floatCount = 0;
        decreases = null;
        floatTimes = new long[steps.count()];
        floats = new double[steps.count()];
        for (int i = 0; i < steps.count(); i++) {
            FloatHistogram histogram = row.histogram(i);
            if (histogram != null) {
                boolean gauge = histogram.resetHint() == ResetHint.GAUGE;
                add(steps.timeMillis(i), gauge ? histogram : histogram.withResetHint(UNKNOWN));
            } else if (row.has(i)) {
                add(steps.timeMillis(i), row.value(i));
            }
        }
    }

    /// Finds out about resets that are not known yet.
    void detectResets() {
        detectResets(histograms, histogramCount);
    }

    static void detectResets(@Nullable FloatHistogram[] histograms, int count) {
        FloatHistogram previous = null;
        for (int i = 0; i < count; i++) {
            FloatHistogram histogram = histograms[i];
            if (histogram == null || histogram.isStale()) {
                continue;
            }
            if (previous != null && histogram.resetHint() == UNKNOWN) {
                boolean reset = histogram.isResetSince(previous);
                histograms[i] =
                        histogram.withResetHint(reset ? ResetHint.RESET : ResetHint.NO_RESET);
            }
            previous = histogram;
        }
    }

    /// For each float, how many up to it are less than the one before them: counted once for a
    /// series, so that a window without any need not be looked through.
    int[] decreases() {
        if (decreases == null) {
            int[] counts = new int[floatCount];
            for (int i = 1; i < floatCount; i++) {
                counts[i] = counts[i - 1] + (floats[i] < floats[i - 1] ? 1 : 0);
            }
            decreases = counts;
        }
        return decreases;
    }

    int size() {
        return floatCount + histogramCount;
    }

    long[] floatTimes() {
        return floatTimes;
    }

    double[] floats() {
        return floats;
    }

    int floatCount() {
        return floatCount;
    }

    long[] histogramTimes() {
        return histogramTimes;
    }

    FloatHistogram[] histograms() {
        return histograms;
    }

    int histogramCount() {
        return histogramCount;
    }

    private static boolean isPlain(SampleColumns columns) {
        if (columns.hasHistograms()) {
            return false;
        }
        double[] values = columns.values();
        for (int i = 0; i < columns.size(); i++) {
            if (Double.doubleToRawLongBits(values[i]) == StaleMarker.BITS) {
                return false;
            }
        }
        return true;
    }

    private void add(long timeMillis, double value) {
        if (!StaleMarker.is(value)) {
            floatTimes[floatCount] = timeMillis;
            floats[floatCount++] = value;
        }
    }

    private void add(long timeMillis, FloatHistogram histogram) {
        if (histogram.isStale()) {
            return;
        }
        if (histogramCount == histograms.length) {
            int capacity = Math.max(16, 2 * histogramCount);
            histograms = Arrays.copyOf(histograms, capacity);
            histogramTimes = Arrays.copyOf(histogramTimes, capacity);
        }
        histogramTimes[histogramCount] = timeMillis;
        histograms[histogramCount++] = histogram;
    }
}
