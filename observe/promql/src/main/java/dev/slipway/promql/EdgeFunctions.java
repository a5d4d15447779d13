package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.HistogramSum;
import dev.slipway.series.SampleColumns;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Functions of `anchored` and `smoothed` ranges: what happened from one edge of the range to the
/// other, without extrapolation. At an edge stands the newest sample (anchored), or what lies
/// between the samples around it (smoothed). The window reaches beyond the range, to the samples
/// that are needed for that.
final class EdgeFunctions {
    private static final Map<String, RangeFunction> FUNCTIONS =
            Map.of(
                    "rate", (window, call) -> grow(window, call, true, true),
                    "increase", (window, call) -> grow(window, call, true, false),
                    "delta", (window, call) -> grow(window, call, false, false),
                    "changes", (window, call) -> count(window, call, OverTimeFunctions::changes),
                    "resets", (window, call) -> count(window, call, OverTimeFunctions::resets));
    private static final Set<String> SMOOTHED = Set.of("rate", "increase", "delta");

    private EdgeFunctions() {}

    /// Throws [QueryException] if the function knows no such edges.
    static RangeFunction of(String name, boolean smoothed) {
        Set<String> known = smoothed ? SMOOTHED : FUNCTIONS.keySet();
        RangeFunction function = known.contains(name) ? FUNCTIONS.get(name) : null;
        if (function == null) {
            throw QueryException.execution(
                    "%s modifier can only be used with: %s - not with %s"
                            .formatted(
                                    smoothed ? "smoothed" : "anchored",
                                    String.join(", ", new TreeSet<>(known)),
                                    name));
        }
        return function;
    }

    private static void count(Window window, RangeCall call, RangeFunction function) {
        if (window.lastMillis() > window.startMillis()) {
            function.evaluate(window.fromAnchor(), call);
        }
    }

    private static void grow(Window window, RangeCall call, boolean counter, boolean perSecond) {
        if (window.floats() > 0 && window.histograms() > 0) {
            call.notes().mixedFloatsAndHistograms(call.metric(), call.position());
        } else if (window.floats() > 0) {
            Places places = Places.of(window, window.floats(), window::timeMillis);
            if (places != null) {
                double growth = growth(window, places, counter);
                call.emit(perSecond ? growth / call.rangeSeconds() : growth);
            }
        } else {
            Places places = Places.of(window, window.histograms(), window::histogramTimeMillis);
            FloatHistogram growth =
                    places == null
                            ? null
                            : new HistogramEdges(window, call, places).growth(counter);
            if (growth != null) {
                call.emit(perSecond ? growth.dividedBy(call.rangeSeconds()) : growth);
            }
        }
    }

    /// The floats in a range with what stands at its edges.
    static SampleColumns withEdges(
            SampleColumns columns, Window.Margin margin, long startMillis, long endMillis) {
        Samples samples = new Samples();
        samples.take(columns);
        Window window = new Window(samples, margin);
        window.moveTo(startMillis, endMillis);
        if (window.histograms() > 0) {
            throw QueryException.execution(
                    "%s modifier is not supported with histograms"
                            .formatted(window.isSmoothed() ? "smoothed" : "anchored"));
        }
        SampleColumns seen = new SampleColumns();
        Places places =
                window.floats() == 0
                        ? null
                        : Places.of(window, window.floats(), window::timeMillis);
        if (places == null) {
            return seen;
        }
        seen.add(startMillis, left(window, places, false));
        for (int i = places.first; i <= places.last; i++) {
            if (window.timeMillis(i) > startMillis && window.timeMillis(i) < endMillis) {
                seen.add(window.timeMillis(i), window.value(i));
            }
        }
        seen.add(endMillis, right(window, places, false));
        return seen;
    }

    private interface Times {
        long millis(int place);
    }

    /// The samples that say what stands at the edges.
    ///
    /// @param first at or before the start, or else the first one there is
    /// @param last at or before the end, or the one after it where values are interpolated
    /// @param leftShare how far the start lies on the way from the first to the next sample; 0
    ///   where the first sample itself counts
    /// @param rightShare how far the end lies on the way to the last sample; 1 where that counts
    private record Places(int first, int last, double leftShare, double rightShare) {
        /// Null if there is nothing in the range, and nothing to interpolate.
        static @Nullable Places of(Window window, int count, Times times) {
            long start = window.startMillis();
            long end = window.endMillis();
            int first = 0;
            while (first + 1 < count && times.millis(first + 1) <= start) {
                first++;
            }
            int last = count - 1;
            while (last > 0 && times.millis(last - 1) >= end) {
                last--;
            }
            long firstMillis = times.millis(first);
            long lastMillis = times.millis(last);
            if (lastMillis <= start || firstMillis > end) {
                return null;
            }
            double leftShare = 0;
            double rightShare = 1;
            if (window.isSmoothed()) {
                if (firstMillis < start) {
                    long next = times.millis(first + 1);
                    leftShare = (double) (start - firstMillis) / (next - firstMillis);
                }
                if (lastMillis > end) {
                    long before = times.millis(last - 1);
                    rightShare = (double) (end - before) / (lastMillis - before);
                }
            }
            return new Places(first, last, leftShare, rightShare);
        }
    }

    private static double growth(Window window, Places places, boolean counter) {
        int first = places.first;
        int last = places.last;
        double left = left(window, places, counter);
        double right = right(window, places, counter);
        double growth = right - left;
        if (counter) {
            double before = left;
            for (int i = first + 1; i < last; i++) {
                growth += window.value(i) < before ? before : 0;
                before = window.value(i);
            }
            growth += right < before ? before : 0;
        }
        return growth;
    }

    private static double left(Window window, Places places, boolean counter) {
        double value = window.value(places.first);
        return places.leftShare == 0
                ? value
                : between(value, window.value(places.first + 1), places.leftShare, counter);
    }

    private static double right(Window window, Places places, boolean counter) {
        double value = window.value(places.last);
        return places.rightShare == 1
                ? value
                : between(window.value(places.last - 1), value, places.rightShare, counter);
    }

    /// On the line from one value to the next; a counter that began anew began at zero.
    static double between(double before, double after, double share, boolean counter) {
        double from = counter && after < before ? 0 : before;
        return from + (after - from) * share;
    }

    /// The same of histograms; null if they do not go together.
    static @Nullable FloatHistogram between(
            FloatHistogram before, FloatHistogram after, double share, boolean counter) {
        if (before.hasCustomBuckets() != after.hasCustomBuckets()) {
            return null;
        }
        if (counter && after.isResetSince(before)) {
            return after.scaled(share);
        }
        HistogramSum sum = new HistogramSum(after);
        return sum.subtract(before).scale(share).add(before).hint(before.resetHint()).result();
    }

    /// The growth of histograms between the edges.
    private record HistogramEdges(Window window, RangeCall call, Places places) {
        @Nullable FloatHistogram growth(boolean counter) {
            noteKind(counter);
            if (isMixed(counter)) {
                call.notes().mixedBucketSchemas(call.metric(), call.position());
                return null;
            }
            int first = places.first;
            int last = places.last;
            FloatHistogram left = window.histogram(first);
            boolean leftIsBetween = places.leftShare > 0;
            if (leftIsBetween) {
                left = between(left, window.histogram(first + 1), places.leftShare, counter);
            }
            FloatHistogram right = window.histogram(last);
            if (places.rightShare < 1) {
                right = between(window.histogram(last - 1), right, places.rightShare, counter);
            }
            if (left == null || right == null) {
                call.notes().mixedBucketSchemas(call.metric(), call.position());
                return null;
            }
            HistogramSum growth = new HistogramSum(right).subtract(left);
            if (counter) {
                addResets(growth, left);
            }
            return growth.hint(ResetHint.GAUGE).result();
        }

        private void addResets(HistogramSum growth, FloatHistogram left) {
            int first = places.first;
            int last = places.last;
            FloatHistogram before = left;
            for (int i = first + 1; i <= last; i++) {
                FloatHistogram now = window.histogram(i);
                // A left edge on the way to this sample has the reset behind it, if there is one.
                boolean afterLeft = i == first + 1 && places.leftShare > 0;
                boolean reset =
                        afterLeft
                                ? i < last
                                        && now.withResetHint(ResetHint.UNKNOWN).isResetSince(before)
                                : now.isResetSince(before);
                if (reset) {
                    growth.add(before);
                }
                before = now;
            }
        }

        private boolean isMixed(boolean counter) {
            boolean custom = window.histogram(places.first).hasCustomBuckets();
            int step = counter ? 1 : Math.max(1, places.last - places.first);
            for (int i = places.first; i <= places.last; i += step) {
                if (window.histogram(i).hasCustomBuckets() != custom) {
                    return true;
                }
            }
            return false;
        }

        private void noteKind(boolean counter) {
            if (!counter) {
                if (!isGauge(places.first) || !isGauge(places.last)) {
                    call.notes().notAGauge(call.metric(), call.position());
                }
                return;
            }
            for (int i = places.first; i <= places.last; i++) {
                if (isGauge(i)) {
                    call.notes().notACounter(call.metric(), call.position());
                    return;
                }
            }
        }

        private boolean isGauge(int place) {
            return window.histogram(place).resetHint() == ResetHint.GAUGE;
        }
    }
}
