package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.SampleColumns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Samples that came after newer ones of their series, sorted by time, until they go into a block:
/// plain arrays, as they are few. Guarded by the database's lock.
final class LateSamples {
    private final Map<Integer, Column> columns = new HashMap<>();
    private long count;

    private static final class Column {
        private long[] timesMillis = new long[4];
        private double[] values = new double[4];
        private @Nullable FloatHistogram @Nullable [] histograms;
        private int size;

        int find(long timeMillis) {
            return Arrays.binarySearch(timesMillis, 0, size, timeMillis);
        }

        int firstAtLeast(long timeMillis) {
            int place = find(timeMillis);
            return place < 0 ? -place - 1 : place;
        }

        @Nullable FloatHistogram histogram(int place) {
            return histograms == null ? null : histograms[place];
        }

        void insert(int place, long timeMillis, double value, @Nullable FloatHistogram histogram) {
            if (size == timesMillis.length) {
                timesMillis = Arrays.copyOf(timesMillis, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
                histograms = histograms == null ? null : Arrays.copyOf(histograms, 2 * size);
            }
            System.arraycopy(timesMillis, place, timesMillis, place + 1, size - place);
            System.arraycopy(values, place, values, place + 1, size - place);
            if (histograms == null && histogram != null) {
                histograms = new FloatHistogram[timesMillis.length];
            }
            if (histograms != null) {
                System.arraycopy(histograms, place, histograms, place + 1, size - place);
                histograms[place] = histogram;
            }
            timesMillis[place] = timeMillis;
            values[place] = value;
            size++;
        }

        void remove(int from, int to) {
            System.arraycopy(timesMillis, to, timesMillis, from, size - to);
            System.arraycopy(values, to, values, from, size - to);
            if (histograms != null) {
                System.arraycopy(histograms, to, histograms, from, size - to);
            }
            size -= to - from;
        }

        void addTo(SampleColumns target, int from, int to) {
            for (int i = from; i < to; i++) {
                FloatHistogram histogram = histogram(i);
                if (histogram == null) {
                    target.add(timesMillis[i], values[i]);
                } else {
                    target.add(timesMillis[i], histogram);
                }
            }
        }
    }

    /// How many there are.
    long count() {
        return count;
    }

    boolean has(int slot) {
        return columns.containsKey(slot);
    }

    /// Nothing happens if there is one at this time.
    void add(int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        Column column = columns.computeIfAbsent(slot, key -> new Column());
        int place = column.find(timeMillis);
        if (place < 0) {
            column.insert(-place - 1, timeMillis, value, histogram);
            count++;
        }
    }

    void addTo(int slot, long startMillis, long endMillis, SampleColumns target) {
        Column column = columns.get(slot);
        if (column != null) {
            int to = endMillis == Long.MAX_VALUE ? column.size : column.firstAtLeast(endMillis + 1);
            column.addTo(target, column.firstAtLeast(startMillis), to);
        }
    }

    void remove(int slot, long startMillis, long endMillis) {
        Column column = columns.get(slot);
        if (column == null) {
            return;
        }
        int from = column.firstAtLeast(startMillis);
        int to = endMillis == Long.MAX_VALUE ? column.size : column.firstAtLeast(endMillis + 1);
        if (from < to) {
            column.remove(from, to);
            count -= to - from;
        }
        if (column.size == 0) {
            columns.remove(slot);
        }
    }

    /// Takes out those from one time up to before another.
    LateSamples take(long startMillis, long beforeMillis) {
        LateSamples taken = new LateSamples();
        for (Integer slot : columns.keySet().toArray(Integer[]::new)) {
            SampleColumns part = new SampleColumns();
            addTo(slot, startMillis, beforeMillis - 1, part);
            taken.addAll(slot, part);
            remove(slot, startMillis, beforeMillis - 1);
        }
        return taken;
    }

    void addAll(LateSamples others) {
        for (Integer slot : others.columns.keySet()) {
            SampleColumns part = new SampleColumns();
            others.addTo(slot, Long.MIN_VALUE, Long.MAX_VALUE, part);
            addAll(slot, part);
        }
    }

    /// Starts of the ranges of this length that have some, by ascending time.
    void forEachRange(long rangeMillis, LongConsumer consumer) {
        TreeSet<Long> starts = new TreeSet<>();
        for (Column column : columns.values()) {
            for (int i = 0; i < column.size; i++) {
                starts.add(Math.floorDiv(column.timesMillis[i], rangeMillis) * rangeMillis);
            }
        }
        starts.forEach(consumer::accept);
    }

    private void addAll(int slot, SampleColumns part) {
        for (int i = 0; i < part.size(); i++) {
            add(slot, part.timeMillis(i), part.value(i), part.histogram(i));
        }
    }

    static boolean sameBits(double left, double right) {
        return Double.doubleToRawLongBits(left) == Double.doubleToRawLongBits(right);
    }
}
