package dev.slipway.promql;

import dev.slipway.series.KahanSum;

/// Functions that see a line in the samples: `deriv`, `predict_linear`,
/// `double_exponential_smoothing`.
final class TrendFunctions {
    private TrendFunctions() {}

    static void deriv(Window window, RangeCall call) {
        if (hasTwoFloats(window, call)) {
            call.emit(Line.through(window, window.timeMillis(0)).slope);
        }
    }

    static void predictLinear(Window window, RangeCall call) {
        if (hasTwoFloats(window, call)) {
            Line line = Line.through(window, call.timeMillis());
            call.emit(line.slope * call.argument(1) + line.intercept);
        }
    }

    static void doubleExponentialSmoothing(Window window, RangeCall call) {
        double smoothing = call.argument(1);
        double trending = call.argument(2);
        requireFactor("smoothing", "sf", smoothing);
        requireFactor("trend", "tf", trending);
        if (!hasTwoFloats(window, call)) {
            return;
        }
        double before = 0;
        double level = window.value(0);
        double trend = window.value(1) - window.value(0);
        for (int i = 1; i < window.floats(); i++) {
            if (i > 1) {
                trend = trending * (level - before) + (1 - trending) * trend;
            }
            double next = smoothing * window.value(i) + (1 - smoothing) * (level + trend);
            before = level;
            level = next;
        }
        call.emit(level);
    }

    private static void requireFactor(String what, String symbol, double factor) {
        if (!(factor > 0 && factor < 1)) {
            throw QueryException.execution(
                    "invalid %s factor. Expected: 0 < %s < 1, got: %f"
                            .formatted(what, symbol, factor));
        }
    }

    private static boolean hasTwoFloats(Window window, RangeCall call) {
        if (window.floats() > 0) {
            call.noteIgnoredHistograms(window);
        }
        return window.floats() > 1;
    }

    /// Least squares.
    ///
    /// @param slope per second
    /// @param intercept the value at the time asked for
    private record Line(double slope, double intercept) {
        static Line through(Window window, long originMillis) {
            if (isConstant(window)) {
                double value = window.value(0);
                return Double.isInfinite(value)
                        ? new Line(Double.NaN, Double.NaN)
                        : new Line(0, value);
            }
            KahanSum x = new KahanSum();
            KahanSum y = new KahanSum();
            KahanSum xy = new KahanSum();
            KahanSum xx = new KahanSum();
            int count = window.floats();
            for (int i = 0; i < count; i++) {
                double seconds = (window.timeMillis(i) - originMillis) / 1_000.0;
                x.add(seconds);
                y.add(window.value(i));
                xy.add(seconds * window.value(i));
                xx.add(seconds * seconds);
            }
            double covariance = xy.result() - x.result() * y.result() / count;
            double variance = xx.result() - x.result() * x.result() / count;
            double slope = covariance / variance;
            return new Line(slope, y.result() / count - slope * x.result() / count);
        }

        private static boolean isConstant(Window window) {
            for (int i = 1; i < window.floats(); i++) {
                if (window.value(i) != window.value(0)) {
                    return false;
                }
            }
            return true;
        }
    }
}
