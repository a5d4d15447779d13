package dev.slipway.promql;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.FloatHistogram;

/// The part of a series that one step of a range function sees: after `startMillis` up to and with
/// `endMillis`. It only ever moves forward, so that each sample enters and leaves it once. For one
/// thread.
final class Window {
    private final Samples samples;
    private final Margin margin;
    private long startMillis;
    private long endMillis;
    private int floatFrom;
    private int floatTo;
    private int histogramFrom;
    private int histogramTo;

    /// The extreme of the floats up to, but without, the other place; -1 before it was asked for.
    private int extreme = -1;

    private int extremeTo;

    Window(Samples samples) {
        this(samples, Margin.NONE);
    }

    /// @param margin how far the window reaches beyond what it is moved to
    Window(Samples samples, Margin margin) {
        this.samples = samples;
        this.margin = margin;
    }

    /// Before the start and after the end.
    record Margin(long beforeMillis, long afterMillis) {
        static final Margin NONE = new Margin(0, 0);

        static Margin of(Expr.Edges edges, long lookbackMillis) {
            return switch (edges) {
                case SAMPLED -> NONE;
                case ANCHORED -> new Margin(lookbackMillis, 0);
                case SMOOTHED -> new Margin(lookbackMillis, lookbackMillis);
            };
        }
    }

    void moveTo(long startMillis, long endMillis) {
        this.startMillis = startMillis;
        this.endMillis = endMillis;
        long from = startMillis - margin.beforeMillis;
        long to = endMillis + margin.afterMillis;
        long[] times = samples.floatTimes();
        while (floatTo < samples.floatCount() && times[floatTo] <= to) {
            floatTo++;
        }
        while (floatFrom < floatTo && times[floatFrom] <= from) {
            floatFrom++;
        }
        times = samples.histogramTimes();
        while (histogramTo < samples.histogramCount() && times[histogramTo] <= to) {
            histogramTo++;
        }
        while (histogramFrom < histogramTo && times[histogramFrom] <= from) {
            histogramFrom++;
        }
    }

    /// Whether it reaches beyond its end.
    boolean isSmoothed() {
        return margin.afterMillis > 0;
    }

    /// The same window from the last sample on that is not after its start, if there is one.
    Window fromAnchor() {
        Window anchored = new Window(samples);
        anchored.startMillis = startMillis;
        anchored.endMillis = endMillis;
        anchored.floatFrom = floatFrom;
        anchored.floatTo = floatTo;
        anchored.histogramFrom = histogramFrom;
        anchored.histogramTo = histogramTo;
        long anchor = Long.MIN_VALUE;
        for (int i = 0; i < floats() && timeMillis(i) <= startMillis; i++) {
            anchor = timeMillis(i);
        }
        for (int i = 0; i < histograms() && histogramTimeMillis(i) <= startMillis; i++) {
            anchor = Math.max(anchor, histogramTimeMillis(i));
        }
        anchored.moveTo(anchor == Long.MIN_VALUE ? startMillis : anchor - 1, endMillis);
        return anchored;
    }

    /// Of the last sample in it, which must not be empty.
    long lastMillis() {
        return endsWithHistogram()
                ? histogramTimeMillis(histograms() - 1)
                : timeMillis(floats() - 1);
    }

    long startMillis() {
        return startMillis;
    }

    long endMillis() {
        return endMillis;
    }

    int size() {
        return floats() + histograms();
    }

    int floats() {
        return floatTo - floatFrom;
    }

    int histograms() {
        return histogramTo - histogramFrom;
    }

    double value(int index) {
        return samples.floats()[floatFrom + index];
    }

    long timeMillis(int index) {
        return samples.floatTimes()[floatFrom + index];
    }

    FloatHistogram histogram(int index) {
        return samples.histograms()[histogramFrom + index];
    }

    long histogramTimeMillis(int index) {
        return samples.histogramTimes()[histogramFrom + index];
    }

    double lastValue() {
        return samples.floats()[floatTo - 1];
    }

    FloatHistogram lastHistogram() {
        return samples.histograms()[histogramTo - 1];
    }

    /// All floats of the series and the part of them in the window, for inner loops.
    double[] column() {
        return samples.floats();
    }

    int from() {
        return floatFrom;
    }

    int to() {
        return floatTo;
    }

    /// Whether any of the floats in the window is less than the one before it.
    boolean hasDecrease() {
        int[] decreases = samples.decreases();
        return decreases[floatTo - 1] != decreases[floatFrom];
    }

    /// The place of the lowest float; NaN only if there is nothing else. Of equal values the last
    /// one counts, which only its time can tell. While the lowest of the window before is still
    /// there only what came after is looked at, so one window is to be asked for one extreme only.
    int lowest() {
        double[] values = samples.floats();
        int place = extreme < floatFrom ? floatFrom : extreme;
        int next = extreme < floatFrom ? floatFrom + 1 : extremeTo;
        for (; next < floatTo; next++) {
            if (values[next] <= values[place] || Double.isNaN(values[place])) {
                place = next;
            }
        }
        extreme = place;
        extremeTo = next;
        return place;
    }

    /// As [#lowest].
    int highest() {
        double[] values = samples.floats();
        int place = extreme < floatFrom ? floatFrom : extreme;
        int next = extreme < floatFrom ? floatFrom + 1 : extremeTo;
        for (; next < floatTo; next++) {
            if (values[next] >= values[place] || Double.isNaN(values[place])) {
                place = next;
            }
        }
        extreme = place;
        extremeTo = next;
        return place;
    }

    boolean startsWithHistogram() {
        return floats() == 0 || (histograms() > 0 && histogramTimeMillis(0) < timeMillis(0));
    }

    boolean endsWithHistogram() {
        return floats() == 0
                || (histograms() > 0
                        && histogramTimeMillis(histograms() - 1) > timeMillis(floats() - 1));
    }
}
