package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.KahanSum;
import java.util.ArrayList;
import java.util.List;

/// Makes one sample of those that a group of rows has at a step: `sum`, `avg`, `quantile` and the
/// like. Reused from step to step and group to group; for one thread.
final class Reduction {
    /// What is made of the samples.
    enum Kind {
        SUM("sum"),
        AVG("avg"),
        MIN("min"),
        MAX("max"),
        COUNT("count"),
        GROUP("group"),
        STDDEV("stddev"),
        STDVAR("stdvar"),
        QUANTILE("quantile");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final Kind kind;
    private final Notes notes;
    private final int position;
    private final List<FloatHistogram> histograms = new ArrayList<>();
    private double[] floats = new double[16];
    private int size;

    Reduction(Kind kind, Notes notes, int position) {
        this.kind = kind;
        this.notes = notes;
        this.position = position;
    }

    /// @param parameter of `quantile`
    void reduce(List<Row> rows, int step, double parameter, Row target) {
        gather(rows, step);
        if (size == 0 && histograms.isEmpty()) {
            return;
        }
        switch (kind) {
            case COUNT -> target.set(step, size + histograms.size());
            case GROUP -> target.set(step, 1);
            case SUM, AVG -> total(rows, step, target);
            case MIN, MAX, STDDEV, STDVAR, QUANTILE -> {
                if (!histograms.isEmpty()) {
                    notes.ignoredHistogramInAggregation(kind.text, position);
                }
                if (size > 0) {
                    target.set(step, ofFloats(parameter));
                }
            }
        }
    }

    private void gather(List<Row> rows, int step) {
        size = 0;
        histograms.clear();
        if (floats.length < rows.size()) {
            floats = new double[rows.size()];
        }
        for (Row row : rows) {
            if (row.has(step)) {
                FloatHistogram histogram = row.histogram(step);
                if (histogram == null) {
                    floats[size++] = row.value(step);
                } else {
                    histograms.add(histogram);
                }
            }
        }
    }

    private void total(List<Row> rows, int step, Row target) {
        if (size > 0 && !histograms.isEmpty()) {
            notes.mixedFloatsAndHistogramsInAggregation(position);
        } else if (size > 0) {
            target.set(step, kind == Kind.SUM ? sum() : mean());
        } else {
            HistogramAggregate.Result result = HistogramAggregate.of(histograms, kind == Kind.AVG);
            if (result.histogram() == null) {
                notes.mixedBucketSchemas(metricOfOtherKind(rows, step), position);
                return;
            }
            result.note(notes, position);
            target.set(step, result.histogram());
        }
    }

    /// Of the first histogram that does not go with those before it.
    private static String metricOfOtherKind(List<Row> rows, int step) {
        FloatHistogram first = null;
        for (Row row : rows) {
            FloatHistogram histogram = row.histogram(step);
            if (histogram == null) {
                continue;
            }
            first = first == null ? histogram : first;
            if (histogram.hasCustomBuckets() != first.hasCustomBuckets()) {
                return row.labels().metricName();
            }
        }
        return "";
    }

    private double ofFloats(double parameter) {
        return switch (kind) {
            case MIN -> least();
            case MAX -> greatest();
            case STDDEV -> Math.sqrt(variance());
            case STDVAR -> variance();
            case QUANTILE -> Quantiles.of(parameter, floats, size);
            case SUM -> sum();
            case AVG -> mean();
            case COUNT -> size;
            case GROUP -> 1;
        };
    }

    private double sum() {
        KahanSum sum = new KahanSum();
        for (int i = 0; i < size; i++) {
            sum.add(floats[i]);
        }
        return sum.result();
    }

    private double mean() {
        Mean mean = new Mean();
        for (int i = 0; i < size; i++) {
            mean.add(floats[i]);
        }
        return mean.result();
    }

    private double variance() {
        Variance variance = new Variance();
        for (int i = 0; i < size; i++) {
            variance.add(floats[i]);
        }
        return variance.result();
    }

    private double least() {
        double least = floats[0];
        for (int i = 1; i < size; i++) {
            if (floats[i] < least || Double.isNaN(least)) {
                least = floats[i];
            }
        }
        return least;
    }

    private double greatest() {
        double greatest = floats[0];
        for (int i = 1; i < size; i++) {
            if (floats[i] > greatest || Double.isNaN(greatest)) {
                greatest = floats[i];
            }
        }
        return greatest;
    }
}
