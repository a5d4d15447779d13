package dev.slipway.wire;

import java.util.Arrays;

/// The samples of one metric of a protobuf exposition, as columns, with the places of their
/// exemplars. Exemplars are added before the sample that they belong to. Not thread-safe.
final class MetricSamples {
    /// Takes the place of a slice.
    interface Slices {
        void accept(int start, int end);
    }

    private String[] suffixes = new String[16];
    private String[] boundNames = new String[16];
    private double[] bounds = new double[16];
    private double[] values = new double[16];
    private boolean[] histograms = new boolean[16];
    private int[] exemplarsFrom = new int[17];
    private int size;
    private int[] exemplars = new int[8];
    private int exemplarCount;

    void clear() {
        size = 0;
        exemplarCount = 0;
    }

    int size() {
        return size;
    }

    void add(String suffix, double value, int exemplarsStart) {
        append(suffix, value, exemplarsStart);
    }

    /// A bucket or a quantile.
    void addBound(String boundName, double bound, double value, int exemplarsStart) {
        append(boundName.equals("le") ? "_bucket" : "", value, exemplarsStart);
        boundNames[size - 1] = boundName;
        bounds[size - 1] = bound;
    }

    void addHistogram(double sum, int exemplarsStart) {
        append("", sum, exemplarsStart);
        histograms[size - 1] = true;
    }

    void addExemplar(int start, int end) {
        if (2 * exemplarCount == exemplars.length) {
            exemplars = Arrays.copyOf(exemplars, 2 * exemplars.length);
        }
        exemplars[2 * exemplarCount] = start;
        exemplars[2 * exemplarCount + 1] = end;
        exemplarCount++;
    }

    int exemplarCount() {
        return exemplarCount;
    }

    String suffix(int index) {
        return suffixes[index];
    }

    /// `le` or `quantile`; empty for a sample that has neither.
    String boundName(int index) {
        return boundNames[index];
    }

    double bound(int index) {
        return bounds[index];
    }

    double value(int index) {
        return values[index];
    }

    boolean isHistogram(int index) {
        return histograms[index];
    }

    boolean hasExemplars(int index) {
        return exemplarsFrom[index] < exemplarsFrom[index + 1];
    }

    void forEachExemplar(int index, Slices slices) {
        for (int i = exemplarsFrom[index]; i < exemplarsFrom[index + 1]; i++) {
            slices.accept(exemplars[2 * i], exemplars[2 * i + 1]);
        }
    }

    private void append(String suffix, double value, int exemplarsStart) {
        if (size == values.length) {
            int capacity = 2 * size;
            suffixes = Arrays.copyOf(suffixes, capacity);
            boundNames = Arrays.copyOf(boundNames, capacity);
            bounds = Arrays.copyOf(bounds, capacity);
            values = Arrays.copyOf(values, capacity);
            histograms = Arrays.copyOf(histograms, capacity);
            exemplarsFrom = Arrays.copyOf(exemplarsFrom, capacity + 1);
        }
        suffixes[size] = suffix;
        boundNames[size] = "";
        bounds[size] = 0;
        values[size] = value;
        histograms[size] = false;
        exemplarsFrom[size] = exemplarsStart;
        exemplarsFrom[size + 1] = exemplarCount;
        size++;
    }
}
