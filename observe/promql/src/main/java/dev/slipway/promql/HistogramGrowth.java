package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.HistogramSum;
import org.jspecify.annotations.Nullable;

/// By how much native histograms grew in a window.
final class HistogramGrowth {
    private HistogramGrowth() {}

    /// From the first to the last, with what counters lost by resets; null if they do not go
    /// together.
    static @Nullable FloatHistogram of(Window window, RangeCall call, boolean counter) {
        noteKind(window, call, counter);
        int count = window.histograms();
        FloatHistogram last = window.histogram(count - 1);
        FloatHistogram first = window.histogram(0);
        // If the counter began anew after the first sample, the layout of that does not matter.
        boolean firstIsLost = counter && window.histogram(1).isResetSince(first);
        FloatHistogram base = firstIsLost ? window.histogram(1) : first;
        if (last.hasCustomBuckets() != base.hasCustomBuckets()
                || (counter && isMixed(window, base.hasCustomBuckets()))) {
            call.notes().mixedBucketSchemas(call.metric(), call.position());
            return null;
        }
        HistogramSum growth = new HistogramSum(last);
        if (!firstIsLost) {
            growth.subtract(first);
        }
        if (counter) {
            addResets(growth, window, firstIsLost ? 1 : 0);
        }
        if (growth.hasReconciledBounds()) {
            call.notes().reconciledBounds("subtraction", call.position());
        }
        return growth.hint(ResetHint.GAUGE).result();
    }

    /// Of a histogram since the one before; null if they do not go together.
    static @Nullable FloatHistogram ofLast(
            FloatHistogram before, FloatHistogram last, RangeCall call, boolean counter) {
        boolean firstGauge = before.resetHint() == ResetHint.GAUGE;
        boolean lastGauge = last.resetHint() == ResetHint.GAUGE;
        if (counter && (firstGauge || lastGauge)) {
            call.notes().notACounter(call.metric(), call.position());
        } else if (!counter && !(firstGauge && lastGauge)) {
            call.notes().notAGauge(call.metric(), call.position());
        }
        HistogramSum growth = new HistogramSum(last);
        if (!counter || !last.isResetSince(before)) {
            if (!growth.isCompatible(before)) {
                call.notes().mixedBucketSchemas(call.metric(), call.position());
                return null;
            }
            growth.subtract(before);
            if (growth.hasReconciledBounds()) {
                call.notes().reconciledBounds("subtraction", call.position());
            }
        }
        return growth.hint(ResetHint.GAUGE).result();
    }

    private static void addResets(HistogramSum growth, Window window, int from) {
        for (int i = from + 1; i < window.histograms(); i++) {
            FloatHistogram before = window.histogram(i - 1);
            if (window.histogram(i).isResetSince(before)) {
                growth.add(before);
            }
        }
    }

    private static void noteKind(Window window, RangeCall call, boolean counter) {
        int last = window.histograms() - 1;
        if (!counter) {
            if (!isGauge(window, 0) || !isGauge(window, last)) {
                call.notes().notAGauge(call.metric(), call.position());
            }
            return;
        }
        for (int i = 0; i <= last; i++) {
            if (isGauge(window, i)) {
                call.notes().notACounter(call.metric(), call.position());
                return;
            }
        }
    }

    private static boolean isGauge(Window window, int index) {
        return window.histogram(index).resetHint() == ResetHint.GAUGE;
    }

    private static boolean isMixed(Window window, boolean custom) {
        for (int i = 1; i < window.histograms(); i++) {
            if (window.histogram(i).hasCustomBuckets() != custom) {
                return true;
            }
        }
        return false;
    }
}
