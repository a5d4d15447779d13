package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import org.jspecify.annotations.Nullable;

/// How much something grew: `rate`, `increase` and `delta`, which extrapolate to the edges of the
/// range, and `irate` and `idelta`, which look at the last two samples.
final class CounterFunctions {
    /// Samples farther from the edge than this many average intervals say nothing about it.
    private static final double EDGE_INTERVALS_MAX = 1.1;

    private CounterFunctions() {}

    static void rate(Window window, RangeCall call) {
        extrapolate(window, call, true, true);
    }

    static void increase(Window window, RangeCall call) {
        extrapolate(window, call, true, false);
    }

    static void delta(Window window, RangeCall call) {
        extrapolate(window, call, false, false);
    }

    static void irate(Window window, RangeCall call) {
        lastTwo(window, call, true);
    }

    static void idelta(Window window, RangeCall call) {
        lastTwo(window, call, false);
    }

    private static void extrapolate(
            Window window, RangeCall call, boolean counter, boolean perSecond) {
        if (window.floats() > 0 && window.histograms() > 0) {
            call.notes().mixedFloatsAndHistograms(call.metric(), call.position());
            return;
        }
        if (window.floats() > 1) {
            double growth = counter ? counterGrowth(window) : window.lastValue() - window.value(0);
            Extent extent =
                    new Extent(window.timeMillis(0), window.timeMillis(window.floats() - 1));
            double factor =
                    extent.factor(window, window.floats(), counter, window.value(0), growth);
            call.emit(growth * (perSecond ? factor / call.rangeSeconds() : factor));
        } else if (window.histograms() > 1) {
            extrapolateHistogram(window, call, counter, perSecond);
        }
    }

    private static void extrapolateHistogram(
            Window window, RangeCall call, boolean counter, boolean perSecond) {
        FloatHistogram growth = HistogramGrowth.of(window, call, counter);
        if (growth == null) {
            return;
        }
        int last = window.histograms() - 1;
        Extent extent = new Extent(window.histogramTimeMillis(0), window.histogramTimeMillis(last));
        double factor =
                extent.factor(
                        window, last + 1, counter, window.histogram(0).count(), growth.count());
        call.emit(growth.scaled(perSecond ? factor / call.rangeSeconds() : factor));
    }

    private static double counterGrowth(Window window) {
        double[] values = window.column();
        int from = window.from();
        int to = window.to();
        double growth = values[to - 1] - values[from];
        if (window.hasDecrease()) {
            for (int i = from + 1; i < to; i++) {
                if (values[i] < values[i - 1]) {
                    growth += values[i - 1];
                }
            }
        }
        return growth;
    }

    /// From the first to the last sample of a window.
    private record Extent(long firstMillis, long lastMillis) {
        /// By how much the growth between the samples is to be multiplied to be that of the whole
        /// range. A counter is not assumed to have been below zero.
        double factor(
                Window window, int samples, boolean counter, double firstValue, double growth) {
            double toStart = (firstMillis - window.startMillis()) / 1_000.0;
            double toEnd = (window.endMillis() - lastMillis) / 1_000.0;
            double sampled = (lastMillis - firstMillis) / 1_000.0;
            double interval = sampled / (samples - 1);
            double threshold = interval * EDGE_INTERVALS_MAX;
            if (toStart >= threshold) {
                toStart = interval / 2;
            }
            if (counter && growth > 0 && firstValue >= 0) {
                toStart = Math.min(toStart, sampled * (firstValue / growth));
            }
            if (toEnd >= threshold) {
                toEnd = interval / 2;
            }
            return (sampled + toStart + toEnd) / sampled;
        }
    }

    private static void lastTwo(Window window, RangeCall call, boolean perSecond) {
        if (window.size() < 2) {
            return;
        }
        Pair pair = Pair.last(window);
        if (pair == null) {
            call.notes().mixedFloatsAndHistograms(call.metric(), call.position());
            return;
        }
        double seconds = pair.millis() / 1_000.0;
        if (seconds == 0) {
            return;
        }
        if (pair.histogram) {
            FloatHistogram growth =
                    HistogramGrowth.ofLast(
                            window.histogram(window.histograms() - 2),
                            window.lastHistogram(),
                            call,
                            perSecond);
            if (growth != null) {
                call.emit(perSecond ? growth.dividedBy(seconds) : growth);
            }
            return;
        }
        double before = window.value(window.floats() - 2);
        double last = window.lastValue();
        double growth = perSecond && last < before ? last : last - before;
        call.emit(perSecond ? growth / seconds : growth);
    }

    /// The last two samples of a window, which are of one kind.
    private record Pair(boolean histogram, long millis) {
        static @Nullable Pair last(Window window) {
            int floats = window.floats();
            int histograms = window.histograms();
            if (window.endsWithHistogram()) {
                if (histograms < 2
                        || (floats > 0
                                && window.timeMillis(floats - 1)
                                        > window.histogramTimeMillis(histograms - 2))) {
                    return null;
                }
                return new Pair(
                        true,
                        window.histogramTimeMillis(histograms - 1)
                                - window.histogramTimeMillis(histograms - 2));
            }
            if (floats < 2
                    || (histograms > 0
                            && window.histogramTimeMillis(histograms - 1)
                                    > window.timeMillis(floats - 2))) {
                return null;
            }
            return new Pair(false, window.timeMillis(floats - 1) - window.timeMillis(floats - 2));
        }
    }
}
