package dev.slipway.wire.otlp;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.GoNumbers;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.WriteSink;
import dev.slipway.wire.otlp.Metric.ExponentialPoint;
import dev.slipway.wire.otlp.Metric.Head;
import dev.slipway.wire.otlp.Metric.HistogramPoint;
import dev.slipway.wire.otlp.Metric.NumberPoint;
import dev.slipway.wire.otlp.Metric.Point;
import dev.slipway.wire.otlp.Metric.SummaryPoint;
import java.util.List;

/// Writes the points of one metric into a sink, each as one series or several. For one thread.
final class MetricWriter {
    private final String name;
    private final Metadata metadata;
    private final boolean customBuckets;
    private final WriteSink sink;

    MetricWriter(String name, Metadata metadata, boolean customBuckets, WriteSink sink) {
        this.name = name;
        this.metadata = metadata;
        this.customBuckets = customBuckets;
        this.sink = sink;
    }

    /// Throws [Refusal], and has then written nothing of the point.
    void write(Point point, Labels.Builder labels) {
        switch (point) {
            case NumberPoint number -> {
                sample("", labels, number.head(), number.value());
                number.exemplars().forEach(sink::exemplar);
            }
            case HistogramPoint histogram -> {
                if (customBuckets) {
                    FloatHistogram whole = NativeHistograms.of(histogram);
                    histogram(labels, histogram.head(), whole, histogram.exemplars());
                } else {
                    classic(labels, histogram);
                }
            }
            case ExponentialPoint exponential -> {
                FloatHistogram whole = NativeHistograms.of(exponential);
                histogram(labels, exponential.head(), whole, exponential.exemplars());
            }
            case SummaryPoint summary -> summary(labels, summary);
        }
    }

    private void histogram(
            Labels.Builder labels, Head head, FloatHistogram histogram, List<Exemplar> exemplars) {
        series("", labels, head);
        sink.histogram(head.timeMillis(), histogram);
        exemplars.forEach(sink::exemplar);
    }

    /// One series for each bucket, which counts what lies at its bound or below.
    private void classic(Labels.Builder labels, HistogramPoint point) {
        Head head = point.head();
        if (point.hasSum()) {
            sample("_sum", labels, head, point.sum());
        }
        sample("_count", labels, head, point.count());
        double below = 0;
        double lower = Double.NEGATIVE_INFINITY;
        int buckets = Math.min(point.bounds().length, point.counts().length);
        for (int i = 0; i < buckets; i++) {
            double bound = point.bounds()[i];
            below += point.counts()[i];
            labels.set("le", GoNumbers.plain(bound));
            sample("_bucket", labels, head, below);
            exemplars(point, lower, bound);
            lower = bound;
        }
        labels.set("le", "+Inf");
        sample("_bucket", labels, head, point.count());
        exemplars(point, lower, Double.POSITIVE_INFINITY);
    }

    /// Those that lie in this bucket.
    private void exemplars(HistogramPoint point, double lower, double bound) {
        for (Exemplar each : point.exemplars()) {
            if (each.value() > lower && each.value() <= bound) {
                sink.exemplar(each);
            }
        }
    }

    private void summary(Labels.Builder labels, SummaryPoint point) {
        Head head = point.head();
        sample("_sum", labels, head, point.sum());
        sample("_count", labels, head, point.count());
        for (int i = 0; i < point.quantiles().length; i++) {
            labels.set("quantile", GoNumbers.plain(point.quantiles()[i]));
            sample("", labels, head, point.values()[i]);
        }
    }

    private void sample(String suffix, Labels.Builder labels, Head head, double value) {
        series(suffix, labels, head);
        sink.sample(head.timeMillis(), head.stale() ? StaleMarker.VALUE : value);
    }

    private void series(String suffix, Labels.Builder labels, Head head) {
        Labels whole = labels.set(Labels.METRIC_NAME, name + suffix).build();
        sink.series(new CachedSeries(whole));
        sink.describe(metadata);
        if (head.startMillis() > 0) {
            sink.created(head.startMillis());
        }
    }
}
