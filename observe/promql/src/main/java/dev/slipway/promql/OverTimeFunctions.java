package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.KahanSum;
import java.util.Arrays;

/// The `*_over_time` functions, `changes` and `resets`.
final class OverTimeFunctions {
    private OverTimeFunctions() {}

    static void sum(Window window, RangeCall call) {
        if (isMixed(window, call)) {
            return;
        }
        if (window.histograms() > 0) {
            HistogramAggregate.ofWindow(window, call, false);
            return;
        }
        double[] values = window.column();
        KahanSum sum = new KahanSum();
        for (int i = window.from(); i < window.to(); i++) {
            sum.add(values[i]);
        }
        call.emit(sum.result());
    }

    static void avg(Window window, RangeCall call) {
        if (isMixed(window, call)) {
            return;
        }
        if (window.histograms() > 0) {
            HistogramAggregate.ofWindow(window, call, true);
            return;
        }
        double[] values = window.column();
        Mean mean = new Mean();
        for (int i = window.from(); i < window.to(); i++) {
            mean.add(values[i]);
        }
        call.emit(mean.result());
    }

    static void min(Window window, RangeCall call) {
        int place = lowest(window, call);
        if (place >= 0) {
            call.emit(window.column()[place]);
        }
    }

    static void max(Window window, RangeCall call) {
        int place = highest(window, call);
        if (place >= 0) {
            call.emit(window.column()[place]);
        }
    }

    static void timeOfMin(Window window, RangeCall call) {
        int place = lowest(window, call);
        if (place >= 0) {
            call.emit(window.timeMillis(place - window.from()) / 1_000.0);
        }
    }

    static void timeOfMax(Window window, RangeCall call) {
        int place = highest(window, call);
        if (place >= 0) {
            call.emit(window.timeMillis(place - window.from()) / 1_000.0);
        }
    }

    static void count(Window window, RangeCall call) {
        call.emit(window.size());
    }

    static void present(Window window, RangeCall call) {
        call.emit(1);
    }

    static void last(Window window, RangeCall call) {
        if (window.endsWithHistogram()) {
            call.emit(window.lastHistogram());
        } else {
            call.emit(window.lastValue());
        }
    }

    static void first(Window window, RangeCall call) {
        if (window.startsWithHistogram()) {
            call.emit(window.histogram(0));
        } else {
            call.emit(window.value(0));
        }
    }

    static void timeOfLast(Window window, RangeCall call) {
        boolean histogram = window.endsWithHistogram();
        long time =
                histogram
                        ? window.histogramTimeMillis(window.histograms() - 1)
                        : window.timeMillis(window.floats() - 1);
        call.emit(time / 1_000.0);
    }

    static void timeOfFirst(Window window, RangeCall call) {
        boolean histogram = window.startsWithHistogram();
        call.emit((histogram ? window.histogramTimeMillis(0) : window.timeMillis(0)) / 1_000.0);
    }

    static void stddev(Window window, RangeCall call) {
        if (hasFloats(window, call)) {
            call.emit(Math.sqrt(variance(window)));
        }
    }

    static void stdvar(Window window, RangeCall call) {
        if (hasFloats(window, call)) {
            call.emit(variance(window));
        }
    }

    /// The median of the distances from the median.
    static void mad(Window window, RangeCall call) {
        if (!hasFloats(window, call)) {
            return;
        }
        double[] values = Arrays.copyOfRange(window.column(), window.from(), window.to());
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            call.emit(Double.NaN);
            return;
        }
        double median = Quantiles.of(0.5, values, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i] - median);
        }
        call.emit(Quantiles.of(0.5, values, values.length));
    }

    static void quantile(Window window, RangeCall call) {
        if (!hasFloats(window, call)) {
            return;
        }
        double quantile = call.argument(0);
        if (!(quantile >= 0 && quantile <= 1)) {
            call.notes().invalidQuantile(quantile, call.position(0));
        }
        double[] values = Arrays.copyOfRange(window.column(), window.from(), window.to());
        call.emit(Quantiles.of(quantile, values, values.length));
    }

    static void changes(Window window, RangeCall call) {
        if (window.histograms() > 0) {
            call.emit(transitions(window, true));
            return;
        }
        double[] values = window.column();
        int changes = 0;
        for (int i = window.from() + 1; i < window.to(); i++) {
            if (differ(values[i - 1], values[i])) {
                changes++;
            }
        }
        call.emit(changes);
    }

    static void resets(Window window, RangeCall call) {
        if (window.histograms() > 0) {
            call.emit(transitions(window, false));
            return;
        }
        double[] values = window.column();
        int resets = 0;
        for (int i = window.from() + 1; i < window.to(); i++) {
            if (values[i] < values[i - 1]) {
                resets++;
            }
        }
        call.emit(resets);
    }

    /// Counts changes or resets where there are histograms too; from one kind of sample to the
    /// other is both.
    private static int transitions(Window window, boolean changes) {
        int found = 0;
        int f = 0;
        int h = 0;
        int kindBefore = 0;
        while (f < window.floats() || h < window.histograms()) {
            boolean isFloat =
                    h == window.histograms()
                            || (f < window.floats()
                                    && window.timeMillis(f) < window.histogramTimeMillis(h));
            int kind = isFloat ? 1 : 2;
            if (kindBefore != 0 && (kind != kindBefore || turned(window, isFloat, f, h, changes))) {
                found++;
            }
            kindBefore = kind;
            if (isFloat) {
                f++;
            } else {
                h++;
            }
        }
        return found;
    }

    private static boolean turned(Window window, boolean isFloat, int f, int h, boolean changes) {
        if (isFloat) {
            double before = window.value(f - 1);
            return changes ? differ(before, window.value(f)) : window.value(f) < before;
        }
        FloatHistogram before = window.histogram(h - 1);
        FloatHistogram now = window.histogram(h);
        return changes ? !now.hasSameCounts(before) : now.isResetSince(before);
    }

    private static boolean differ(double before, double now) {
        return now != before && !(Double.isNaN(now) && Double.isNaN(before));
    }

    private static double variance(Window window) {
        double[] values = window.column();
        Variance variance = new Variance();
        for (int i = window.from(); i < window.to(); i++) {
            variance.add(values[i]);
        }
        return variance.result();
    }

    private static int lowest(Window window, RangeCall call) {
        return hasFloats(window, call) ? window.lowest() : -1;
    }

    private static int highest(Window window, RangeCall call) {
        return hasFloats(window, call) ? window.highest() : -1;
    }

    private static boolean hasFloats(Window window, RangeCall call) {
        if (window.floats() == 0) {
            return false;
        }
        call.noteIgnoredHistograms(window);
        return true;
    }

    private static boolean isMixed(Window window, RangeCall call) {
        if (window.floats() > 0 && window.histograms() > 0) {
            call.notes().mixedFloatsAndHistograms(call.metric(), call.position());
            return true;
        }
        return false;
    }
}
