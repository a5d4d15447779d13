package dev.slipway.series;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The samples of one series as columns, by ascending time: filled by a storage, read by a query,
/// reused for the next series. A sample is a float, or a histogram; where it is a histogram its
/// value is the histogram's sum (a [StaleMarker] for a stale one). Not thread-safe.
public final class SampleColumns {
    private static final int CAPACITY_MIN = 128;

    private long[] timesMillis = new long[CAPACITY_MIN];
    private double[] values = new double[CAPACITY_MIN];
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int size;

    public void clear() {
        if (histograms != null) {
            Arrays.fill(histograms, 0, size, null);
        }
        size = 0;
    }

    public void add(long timeMillis, double value) {
        ensureCapacity(size + 1);
        timesMillis[size] = timeMillis;
        values[size] = value;
        size++;
    }

    public void add(long timeMillis, FloatHistogram histogram) {
        ensureCapacity(size + 1);
        if (histograms == null) {
            histograms = new FloatHistogram[values.length];
        }
        timesMillis[size] = timeMillis;
        values[size] = histogram.sum();
        histograms[size] = histogram;
        size++;
    }

    /// Adds a sample of other columns, a float or a histogram as it is.
    public void add(SampleColumns source, int index) {
        FloatHistogram histogram = source.histogram(index);
        if (histogram == null) {
            add(source.timesMillis[index], source.values[index]);
        } else {
            add(source.timesMillis[index], histogram);
        }
    }

    public int size() {
        return size;
    }

    public long timeMillis(int index) {
        return timesMillis[index];
    }

    public double value(int index) {
        return values[index];
    }

    /// The histogram at this place; null where the sample is a float.
    public @Nullable FloatHistogram histogram(int index) {
        return histograms == null ? null : histograms[index];
    }

    /// Whether any sample since the last [#clear] may be a histogram.
    public boolean hasHistograms() {
        return histograms != null;
    }

    /// The columns themselves, for inner loops; valid up to [#size] and until the next `add`.
    public long[] timesMillis() {
        return timesMillis;
    }

    public double[] values() {
        return values;
    }

    private void ensureCapacity(int needed) {
        if (needed > values.length) {
            int capacity = Math.max(needed, 2 * values.length);
            timesMillis = Arrays.copyOf(timesMillis, capacity);
            values = Arrays.copyOf(values, capacity);
            if (histograms != null) {
                histograms = Arrays.copyOf(histograms, capacity);
            }
        }
    }
}
