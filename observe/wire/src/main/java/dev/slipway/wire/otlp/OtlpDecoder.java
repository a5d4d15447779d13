package dev.slipway.wire.otlp;

import dev.slipway.wire.ProtoReader;
import dev.slipway.wire.WireException;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.otlp.Metric.Attribute;
import dev.slipway.wire.otlp.Metric.Data;
import dev.slipway.wire.otlp.Metric.ResourceMetrics;
import dev.slipway.wire.otlp.Metric.Scope;
import dev.slipway.wire.otlp.Metric.ScopeMetrics;
import dev.slipway.wire.otlp.Metric.Temporality;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Decodes `ExportMetricsServiceRequest`, one resource after another. Fields may come in any order.
/// For one body and one thread.
final class OtlpDecoder {
    /// Scopes, metrics, points and attributes together, as a multiple of the points allowed.
    private static final int MESSAGES_PER_POINT = 16;

    private final ProtoReader reader;
    private final PointDecoder points;
    private final WireLimits limits;
    private long messages;

    OtlpDecoder(ProtoReader reader, WireLimits limits) {
        this.reader = reader;
        this.limits = limits;
        this.points = new PointDecoder(reader, this);
    }

    /// Goes to the next resource; false at the end.
    boolean next() {
        while (reader.next()) {
            if (reader.field() == 1) {
                return true;
            }
            reader.skip();
        }
        return false;
    }

    /// The resource that [#next] went to, with all that was measured of it.
    ResourceMetrics resource() {
        List<Attribute> attributes = new ArrayList<>();
        List<ScopeMetrics> scopes = new ArrayList<>();
        int outer = reader.enter();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> within(() -> attributesIn(1, attributes));
                case 2 -> scopes.add(within(this::scopeMetrics));
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        return new ResourceMetrics(attributes, scopes);
    }

    /// Reads the message in the field that the reader is at.
    <T> T within(Supplier<T> reading) {
        if (++messages > (long) MESSAGES_PER_POINT * limits.seriesMax()) {
            throw WireException.tooLarge(
                    "messages of a request",
                    messages,
                    (long) MESSAGES_PER_POINT * limits.seriesMax());
        }
        int outer = reader.enter();
        T read = reading.get();
        reader.leave(outer);
        return read;
    }

    /// Adds the attribute in the field that the reader is at.
    void attribute(List<Attribute> attributes) {
        attributes.add(within(this::keyValue));
        if (attributes.size() > limits.labelsMax()) {
            throw WireException.tooLarge("attributes", attributes.size(), limits.labelsMax());
        }
    }

    private List<Attribute> attributesIn(int field, List<Attribute> attributes) {
        while (reader.next()) {
            if (reader.field() == field) {
                attribute(attributes);
            } else {
                reader.skip();
            }
        }
        return attributes;
    }

    private Attribute keyValue() {
        String key = "";
        String value = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> key = reader.string();
                case 2 -> value = within(() -> ValueText.read(reader));
                default -> reader.skip();
            }
        }
        return new Attribute(key, value);
    }

    private ScopeMetrics scopeMetrics() {
        Scope scope = Scope.NONE;
        String schemaUrl = "";
        List<Metric> metrics = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> scope = within(this::scope);
                case 2 -> metrics.add(within(this::metric));
                case 3 -> schemaUrl = reader.string();
                default -> reader.skip();
            }
        }
        return new ScopeMetrics(
                new Scope(scope.name(), scope.version(), schemaUrl, scope.attributes()), metrics);
    }

    private Scope scope() {
        String name = "";
        String version = "";
        List<Attribute> attributes = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.string();
                case 2 -> version = reader.string();
                case 3 -> attribute(attributes);
                default -> reader.skip();
            }
        }
        return new Scope(name, version, "", attributes);
    }

    private Metric metric() {
        String name = "";
        String description = "";
        String unit = "";
        Data data = new Metric.None();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.string();
                case 2 -> description = reader.string();
                case 3 -> unit = reader.string();
                case 5, 7, 9, 10, 11 -> {
                    int kind = reader.field();
                    data = within(() -> data(kind));
                }
                default -> reader.skip();
            }
        }
        return new Metric(name, description, unit, data);
    }

    private Data data(int kind) {
        return switch (kind) {
            case 5 -> new Metric.Gauge(all(points::number));
            case 7 -> sum();
            case 9 -> histogram();
            case 10 -> exponential();
            default -> new Metric.Summary(all(points::summary));
        };
    }

    private Data sum() {
        List<Metric.NumberPoint> all = new ArrayList<>();
        Temporality temporality = Temporality.UNSPECIFIED;
        boolean monotonic = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> add(all, points::number);
                case 2 -> temporality = temporality();
                case 3 -> monotonic = reader.bool();
                default -> reader.skip();
            }
        }
        return new Metric.Sum(all, temporality, monotonic);
    }

    private Data histogram() {
        List<Metric.HistogramPoint> all = new ArrayList<>();
        Temporality temporality = Temporality.UNSPECIFIED;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> add(all, points::histogram);
                case 2 -> temporality = temporality();
                default -> reader.skip();
            }
        }
        return new Metric.Histogram(all, temporality);
    }

    private Data exponential() {
        List<Metric.ExponentialPoint> all = new ArrayList<>();
        Temporality temporality = Temporality.UNSPECIFIED;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> add(all, points::exponential);
                case 2 -> temporality = temporality();
                default -> reader.skip();
            }
        }
        return new Metric.Exponential(all, temporality);
    }

    private <P> List<P> all(Supplier<P> reading) {
        List<P> all = new ArrayList<>();
        while (reader.next()) {
            if (reader.field() == 1) {
                add(all, reading);
            } else {
                reader.skip();
            }
        }
        return all;
    }

    private <P> void add(List<P> all, Supplier<P> reading) {
        all.add(within(reading));
        if (all.size() > limits.seriesMax()) {
            throw WireException.tooLarge("points of a metric", all.size(), limits.seriesMax());
        }
    }

    private Temporality temporality() {
        return switch (reader.int32()) {
            case 1 -> Temporality.DELTA;
            case 2 -> Temporality.CUMULATIVE;
            default -> Temporality.UNSPECIFIED;
        };
    }
}
