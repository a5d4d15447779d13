package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The samples of a transaction as columns, with the newest of each series at hand. Not
/// thread-safe.
final class PendingSamples {
    static final int NONE = -1;

    private static final int CAPACITY_MIN = 16;

    private long[] references = new long[CAPACITY_MIN];
    private long[] timesMillis = new long[CAPACITY_MIN];
    private double[] values = new double[CAPACITY_MIN];
    private boolean[] late = new boolean[CAPACITY_MIN];
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int size;

    /// Hash table over series: place of its newest sample in order, + 1.
    private int[] table = new int[2 * CAPACITY_MIN];

    int size() {
        return size;
    }

    int slot(int place) {
        return (int) references[place];
    }

    long reference(int place) {
        return references[place];
    }

    long timeMillis(int place) {
        return timesMillis[place];
    }

    double value(int place) {
        return values[place];
    }

    @Nullable FloatHistogram histogram(int place) {
        return histograms == null ? null : histograms[place];
    }

    boolean hasHistograms() {
        return histograms != null;
    }

    boolean isLate(int place) {
        return late[place];
    }

    void isLate(int place, boolean value) {
        late[place] = value;
    }

    /// Place of the series' newest sample that is not late; [#NONE] if there is none.
    int newest(long reference) {
        return table[tablePlace(reference)] - 1;
    }

    void add(
            long reference,
            long timeMillis,
            double value,
            @Nullable FloatHistogram histogram,
            boolean isLate) {
        if (size == references.length) {
            grow();
        }
        references[size] = reference;
        timesMillis[size] = timeMillis;
        values[size] = value;
        late[size] = isLate;
        if (histogram != null) {
            if (histograms == null) {
                histograms = new FloatHistogram[references.length];
            }
            histograms[size] = histogram;
        }
        size++;
        if (!isLate) {
            table[tablePlace(reference)] = size;
        }
    }

    void clear() {
        if (size > 0) {
            size = 0;
            histograms = null;
            Arrays.fill(table, 0);
        }
    }

    private int tablePlace(long reference) {
        int mask = table.length - 1;
        int at = (int) ((reference * 0x9e37_79b9_7f4a_7c15L) >>> 40) & mask;
        while (table[at] != 0 && references[table[at] - 1] != reference) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        int capacity = 2 * size;
        references = Arrays.copyOf(references, capacity);
        timesMillis = Arrays.copyOf(timesMillis, capacity);
        values = Arrays.copyOf(values, capacity);
        late = Arrays.copyOf(late, capacity);
        histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
        table = new int[2 * capacity];
        for (int i = 0; i < size; i++) {
            if (!late[i]) {
                table[tablePlace(references[i])] = i + 1;
            }
        }
    }
}
