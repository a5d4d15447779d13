package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;

/// The part of a series that one step of a range function sees: after `startMillis` up to and with
/// `endMillis`. It only ever moves forward, so that each sample enters and leaves it once. For one
/// thread.
final class Window {
    private final Samples samples;
    private long startMillis;
    private long endMillis;
    private int floatFrom;
    private int floatTo;
    private int histogramFrom;
    private int histogramTo;

    Window(Samples samples) {
        this.samples = samples;
    }

    void moveTo(long startMillis, long endMillis) {
        this.startMillis = startMillis;
        this.endMillis = endMillis;
        long[] times = samples.floatTimes();
        while (floatTo < samples.floatCount() && times[floatTo] <= endMillis) {
            floatTo++;
        }
        while (floatFrom < floatTo && times[floatFrom] <= startMillis) {
            floatFrom++;
        }
        times = samples.histogramTimes();
        while (histogramTo < samples.histogramCount() && times[histogramTo] <= endMillis) {
            histogramTo++;
        }
        while (histogramFrom < histogramTo && times[histogramFrom] <= startMillis) {
            histogramFrom++;
        }
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

    boolean startsWithHistogram() {
        return floats() == 0 || (histograms() > 0 && histogramTimeMillis(0) < timeMillis(0));
    }

    boolean endsWithHistogram() {
        return floats() == 0
                || (histograms() > 0
                        && histogramTimeMillis(histograms() - 1) > timeMillis(floats() - 1));
    }
}
