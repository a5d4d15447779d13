package dev.slipway.wire.otlp;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.HistogramSum;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.WriteSink;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds up what senders count since their last report, per series, so that series count from one
/// start on. It remembers a number of series; the one that was not seen for longest is forgotten
/// first, and counts from zero again if it comes back. Thread-safe.
final class DeltaSums {
    /// @param histogram null for a series of floats
    private record Sum(long timeMillis, double value, @Nullable FloatHistogram histogram) {}

    private final int seriesMax;
    private final Map<Labels, Sum> sums = new LinkedHashMap<>(16, 0.75f, true);

    DeltaSums(int seriesMax) {
        this.seriesMax = seriesMax;
    }

    /// A sink for deltas that hands their sums on.
    WriteSink into(WriteSink sink) {
        return new CumulatingSink(sink);
    }

    /// Null if the sample is not newer than the last one of its series: it was counted already.
    private synchronized @Nullable Double add(Labels labels, long timeMillis, double value) {
        Sum before = sums.get(labels);
        if (before != null && timeMillis <= before.timeMillis()) {
            return null;
        }
        if (StaleMarker.is(value)) {
            sums.remove(labels);
            return value;
        }
        double sum = before == null ? value : before.value() + value;
        keep(labels, new Sum(timeMillis, sum, null));
        return sum;
    }

    private synchronized @Nullable FloatHistogram add(
            Labels labels, long timeMillis, FloatHistogram histogram) {
        Sum before = sums.get(labels);
        if (before != null && timeMillis <= before.timeMillis()) {
            return null;
        }
        if (histogram.isStale()) {
            sums.remove(labels);
            return histogram;
        }
        FloatHistogram sum = histogram;
        if (before != null && before.histogram() != null) {
            HistogramSum both = new HistogramSum(before.histogram());
            sum = both.isCompatible(histogram) ? both.add(histogram).result() : histogram;
        }
        keep(labels, new Sum(timeMillis, 0, sum));
        return sum;
    }

    private void keep(Labels labels, Sum sum) {
        sums.put(labels, sum);
        if (sums.size() > seriesMax) {
            Iterator<Labels> eldest = sums.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    private final class CumulatingSink implements WriteSink {
        private final WriteSink sink;
        private Labels labels = Labels.EMPTY;

        CumulatingSink(WriteSink sink) {
            this.sink = sink;
        }

        @Override
        public void series(CachedSeries series) {
            labels = series.labels();
            sink.series(series);
        }

        @Override
        public void sample(long timeMillis, double value) {
            Double sum = add(labels, timeMillis, value);
            if (sum == null) {
                sink.reject(
                        "delta that is not newer than the last: " + labels + " at " + timeMillis);
            } else {
                sink.sample(timeMillis, sum);
            }
        }

        @Override
        public void histogram(long timeMillis, FloatHistogram histogram) {
            FloatHistogram sum = add(labels, timeMillis, histogram);
            if (sum == null) {
                sink.reject(
                        "delta that is not newer than the last: " + labels + " at " + timeMillis);
            } else {
                sink.histogram(timeMillis, sum);
            }
        }

        @Override
        public void exemplar(Exemplar exemplar) {
            sink.exemplar(exemplar);
        }

        @Override
        public void describe(Metadata metadata) {
            sink.describe(metadata);
        }

        @Override
        public void reject(String reason) {
            sink.reject(reason);
        }
    }
}
