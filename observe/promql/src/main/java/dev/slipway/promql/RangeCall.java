package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import org.jspecify.annotations.Nullable;

/// What a [RangeFunction] knows besides its window, and where its answer goes. One for a whole
/// evaluation, moved from series to series and step to step; for one thread.
final class RangeCall {
    private final Notes notes;
    private final Steps steps;
    private final long rangeMillis;
    private final int[] positions;
    private final double[] @Nullable [] arguments;
    private String metric = "";
    private Row row;
    private int step;

    /// @param positions in the query, of each argument
    /// @param arguments for each argument its value at each step; null for what is no number
    RangeCall(
            Notes notes,
            Steps steps,
            long rangeMillis,
            int[] positions,
            double[] @Nullable [] arguments) {
        this.notes = notes;
        this.steps = steps;
        this.rangeMillis = rangeMillis;
        this.positions = positions;
        this.arguments = arguments;
        this.row = new Row(dev.slipway.series.Labels.EMPTY, false, 0);
    }

    void begin(String metricName, Row result) {
        metric = metricName;
        row = result;
    }

    void moveTo(int newStep) {
        step = newStep;
    }

    void emit(double value) {
        row.set(step, value);
    }

    void emit(FloatHistogram histogram) {
        row.set(step, histogram);
    }

    Steps steps() {
        return steps;
    }

    Notes notes() {
        return notes;
    }

    String metric() {
        return metric;
    }

    int position(int argument) {
        return positions[argument];
    }

    /// Of the range itself.
    int position() {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null) {
                return positions[i];
            }
        }
        return positions[0];
    }

    double argument(int index) {
        double[] values = arguments[index];
        if (values == null) {
            throw new IllegalArgumentException("Argument " + index + " is no number");
        }
        return values[step];
    }

    double rangeSeconds() {
        return rangeMillis / 1_000.0;
    }

    long timeMillis() {
        return steps.timeMillis(step);
    }

    /// Says that only the floats of a window with both count.
    void noteIgnoredHistograms(Window window) {
        if (window.histograms() > 0) {
            notes.ignoredHistogram(metric, positions[0]);
        }
    }
}
