package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.StaleMarker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One series of an intermediate result: what it is at each step, a float, a histogram or nothing.
/// Nothing is held as the [StaleMarker], whose bits no arithmetic can produce: it is a signalling
/// NaN, and every operation answers a quiet one. Filled by the one who makes it, read only after.
final class Row {
    private static final double ABSENT = StaleMarker.VALUE;

    private final Labels labels;

    /// Whether the name is to go when the query ends (upstream calls it delayed name removal).
    private final boolean nameless;

    private final double[] values;
    private @Nullable FloatHistogram @Nullable [] histograms;

    Row(Labels labels, boolean nameless, int steps) {
        this.labels = labels;
        this.nameless = nameless;
        this.values = new double[steps];
        Arrays.fill(values, ABSENT);
    }

    private Row(
            Labels labels,
            boolean nameless,
            double[] values,
            @Nullable FloatHistogram @Nullable [] histograms) {
        this.labels = labels;
        this.nameless = nameless;
        this.values = values;
        this.histograms = histograms;
    }

    /// The same samples under other labels.
    Row relabelled(Labels other, boolean withoutName) {
        return new Row(other, withoutName, values, histograms);
    }

    /// The one step of this row for so many steps.
    Row spread(int steps) {
        Row row = new Row(labels, nameless, steps);
        for (int i = 0; i < steps; i++) {
            row.copy(i, this, 0);
        }
        return row;
    }

    Labels labels() {
        return labels;
    }

    boolean isNameless() {
        return nameless;
    }

    int steps() {
        return values.length;
    }

    boolean has(int step) {
        return Double.doubleToRawLongBits(values[step]) != StaleMarker.BITS;
    }

    boolean hasFloat(int step) {
        return has(step) && histogram(step) == null;
    }

    double value(int step) {
        return values[step];
    }

    @Nullable FloatHistogram histogram(int step) {
        return histograms == null ? null : histograms[step];
    }

    boolean hasHistograms() {
        return histograms != null;
    }

    void set(int step, double value) {
        values[step] = value;
        if (histograms != null) {
            histograms[step] = null;
        }
    }

    void set(int step, FloatHistogram histogram) {
        if (histograms == null) {
            histograms = new FloatHistogram[values.length];
        }
        values[step] = 0;
        histograms[step] = histogram;
    }

    void copy(int step, Row from, int fromStep) {
        FloatHistogram histogram = from.histogram(fromStep);
        if (histogram == null) {
            set(step, from.values[fromStep]);
        } else {
            set(step, histogram);
        }
    }

    /// This row where it has no histograms, else one without them.
    Row withoutHistograms() {
        if (histograms == null) {
            return this;
        }
        Row row = new Row(labels, nameless, values.length);
        for (int i = 0; i < values.length; i++) {
            if (histograms[i] == null) {
                row.values[i] = values[i];
            }
        }
        return row;
    }

    int samples() {
        int samples = 0;
        for (int i = 0; i < values.length; i++) {
            if (has(i)) {
                samples++;
            }
        }
        return samples;
    }

    boolean isEmpty() {
        for (int i = 0; i < values.length; i++) {
            if (has(i)) {
                return false;
            }
        }
        return true;
    }
}
