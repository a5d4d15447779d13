package dev.slipway.wire.otlp;

import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.WriteSink;
import dev.slipway.wire.otlp.Metric.Point;
import dev.slipway.wire.otlp.Metric.ResourceMetrics;
import dev.slipway.wire.otlp.Metric.Scope;
import dev.slipway.wire.otlp.Metric.ScopeMetrics;
import dev.slipway.wire.otlp.Metric.Temporality;
import java.util.List;

/// Writes what was measured of one resource after another into a sink, and counts the points. For
/// one request and one thread.
final class ResourceWriter {
    private static final Metadata TARGET_INFO =
            new Metadata(Metadata.Type.GAUGE, "", "Target metadata");

    /// A query looks back five minutes; `target_info` is there for every moment between two points.
    private static final long TARGET_INFO_MILLIS = 150_000;

    private static final int TARGET_INFO_SAMPLES_MAX = 1_000;

    private final OtlpOptions options;
    private final WireLimits limits;
    private final DeltaSums deltas;
    private final WriteSink sink;
    private long accepted;
    private long rejected;
    private String firstReason = "";
    private long firstMillis;
    private long lastMillis;

    ResourceWriter(OtlpOptions options, WireLimits limits, DeltaSums deltas, WriteSink sink) {
        this.options = options;
        this.limits = limits;
        this.deltas = deltas;
        this.sink = sink;
    }

    void write(ResourceMetrics resource) {
        ResourceLabels labels = new ResourceLabels(options, limits, resource.attributes());
        firstMillis = Long.MAX_VALUE;
        lastMillis = Long.MIN_VALUE;
        for (ScopeMetrics each : resource.scopes()) {
            each.metrics().forEach(metric -> metric(metric, each.scope(), labels));
        }
        try {
            labels.target().ifPresent(this::targetInfo);
        } catch (Refusal refusal) {
            refuse(0, "target_info", refusal.reason());
        }
    }

    OtlpOutcome outcome() {
        return new OtlpOutcome(accepted, rejected, firstReason);
    }

    private void metric(Metric metric, Scope scope, ResourceLabels labels) {
        List<? extends Point> points = metric.data().points();
        String name = MetricName.of(metric, options.translation());
        String problem = problem(metric, name);
        if (!problem.isEmpty()) {
            refuse(points.size(), metric.name(), problem);
            return;
        }
        boolean delta = metric.data().temporality() == Temporality.DELTA;
        MetricWriter writer =
                new MetricWriter(
                        name,
                        metadata(metric),
                        options.customBuckets(),
                        delta ? deltas.into(sink) : sink);
        for (Point point : points) {
            long timeMillis = point.head().timeMillis();
            firstMillis = Math.min(firstMillis, timeMillis);
            lastMillis = Math.max(lastMillis, timeMillis);
            try {
                writer.write(point, labels.of(point.head().attributes(), scope));
                accepted++;
            } catch (Refusal refusal) {
                refuse(1, metric.name(), refusal.reason());
            }
        }
    }

    /// Why no point of the metric is taken; empty if they are.
    private String problem(Metric metric, String name) {
        if (name.isEmpty()) {
            return "no name (expected: letters or digits)";
        }
        if (name.length() > limits.labelBytesMax() / 3) {
            return "a name of " + name.length() + " characters";
        }
        return switch (metric.data().temporality()) {
            case CUMULATIVE -> "";
            case DELTA ->
                    options.deltas() == OtlpOptions.Deltas.CUMULATE
                            ? ""
                            : "delta temporality (expected: cumulative)";
            case UNSPECIFIED -> "no temporality (expected: cumulative)";
        };
    }

    private Metadata metadata(Metric metric) {
        Metadata.Type type =
                switch (metric.data()) {
                    case Metric.Gauge gauge -> Metadata.Type.GAUGE;
                    case Metric.Sum sum ->
                            sum.monotonic() ? Metadata.Type.COUNTER : Metadata.Type.GAUGE;
                    case Metric.Histogram histogram -> Metadata.Type.HISTOGRAM;
                    case Metric.Exponential exponential -> Metadata.Type.HISTOGRAM;
                    case Metric.Summary summary -> Metadata.Type.SUMMARY;
                    case Metric.None none -> Metadata.Type.UNKNOWN;
                };
        UnitName unit = UnitName.of(metric.unit(), options.translation().isEscaping());
        return new Metadata(type, unit.whole(), metric.description());
    }

    /// From the first to the last point, and often enough between that no query misses it.
    private void targetInfo(Labels labels) {
        if (firstMillis > lastMillis) {
            return;
        }
        sink.series(new CachedSeries(labels));
        sink.describe(TARGET_INFO);
        long step =
                Math.max(TARGET_INFO_MILLIS, (lastMillis - firstMillis) / TARGET_INFO_SAMPLES_MAX);
        for (long timeMillis = firstMillis; timeMillis < lastMillis; timeMillis += step) {
            sink.sample(timeMillis, 1);
        }
        sink.sample(lastMillis, 1);
    }

    private void refuse(long points, String metric, String reason) {
        rejected += points;
        if (points > 0 && firstReason.isEmpty()) {
            firstReason = "Metric \"" + metric + "\": " + reason;
        }
    }
}
