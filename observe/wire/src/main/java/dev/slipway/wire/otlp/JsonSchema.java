package dev.slipway.wire.otlp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of `ExportMetricsServiceRequest` by the names that their fields have in JSON, with
/// numbers and types as in OpenTelemetry's `metrics.proto`. Immutable once built.
final class JsonSchema {
    /// How a field is written in protobuf, and in JSON.
    enum Type {
        STRING,
        /// Text of two digits for each byte.
        HEX,
        BASE64,
        BOOL,
        /// An `int64` or `uint32`.
        VARINT,
        /// An `sint32`.
        ZIGZAG,
        FIXED64,
        DOUBLE,
        MESSAGE
    }

    /// @param message of type [Type#MESSAGE], what it has
    record Field(int number, Type type, @Nullable JsonSchema message) {}

    static final JsonSchema REQUEST = request();

    private final Map<String, Field> fields = new HashMap<>();

    private JsonSchema() {}

    @Nullable Field field(String name) {
        return fields.get(name);
    }

    private JsonSchema with(int number, String name, Type type) {
        fields.put(name, new Field(number, type, null));
        return this;
    }

    private JsonSchema with(int number, String name, JsonSchema message) {
        fields.put(name, new Field(number, Type.MESSAGE, message));
        return this;
    }

    private static JsonSchema request() {
        JsonSchema attribute = attribute();
        JsonSchema resource = new JsonSchema().with(1, "attributes", attribute);
        JsonSchema scope =
                new JsonSchema()
                        .with(1, "name", Type.STRING)
                        .with(2, "version", Type.STRING)
                        .with(3, "attributes", attribute);
        JsonSchema scopeMetrics =
                new JsonSchema()
                        .with(1, "scope", scope)
                        .with(2, "metrics", metric(attribute))
                        .with(3, "schemaUrl", Type.STRING);
        JsonSchema resourceMetrics =
                new JsonSchema()
                        .with(1, "resource", resource)
                        .with(2, "scopeMetrics", scopeMetrics);
        return new JsonSchema().with(1, "resourceMetrics", resourceMetrics);
    }

    /// `KeyValue`, with `AnyValue`, which holds lists and maps of itself.
    private static JsonSchema attribute() {
        JsonSchema attribute = new JsonSchema();
        JsonSchema value = new JsonSchema();
        value.with(1, "stringValue", Type.STRING)
                .with(2, "boolValue", Type.BOOL)
                .with(3, "intValue", Type.VARINT)
                .with(4, "doubleValue", Type.DOUBLE)
                .with(5, "arrayValue", new JsonSchema().with(1, "values", value))
                .with(6, "kvlistValue", new JsonSchema().with(1, "values", attribute))
                .with(7, "bytesValue", Type.BASE64);
        return attribute.with(1, "key", Type.STRING).with(2, "value", value);
    }

    private static JsonSchema metric(JsonSchema attribute) {
        JsonSchema exemplar =
                new JsonSchema()
                        .with(2, "timeUnixNano", Type.FIXED64)
                        .with(3, "asDouble", Type.DOUBLE)
                        .with(4, "spanId", Type.HEX)
                        .with(5, "traceId", Type.HEX)
                        .with(6, "asInt", Type.FIXED64)
                        .with(7, "filteredAttributes", attribute);
        return new JsonSchema()
                .with(1, "name", Type.STRING)
                .with(2, "description", Type.STRING)
                .with(3, "unit", Type.STRING)
                .with(5, "gauge", data(number(attribute, exemplar)))
                .with(7, "sum", data(number(attribute, exemplar)))
                .with(9, "histogram", data(histogram(attribute, exemplar)))
                .with(10, "exponentialHistogram", data(exponential(attribute, exemplar)))
                .with(11, "summary", data(summary(attribute)));
    }

    private static JsonSchema data(JsonSchema point) {
        return new JsonSchema()
                .with(1, "dataPoints", point)
                .with(2, "aggregationTemporality", Type.VARINT)
                .with(3, "isMonotonic", Type.BOOL);
    }

    private static JsonSchema point() {
        return new JsonSchema()
                .with(2, "startTimeUnixNano", Type.FIXED64)
                .with(3, "timeUnixNano", Type.FIXED64);
    }

    private static JsonSchema number(JsonSchema attribute, JsonSchema exemplar) {
        return point().with(4, "asDouble", Type.DOUBLE)
                .with(5, "exemplars", exemplar)
                .with(6, "asInt", Type.FIXED64)
                .with(7, "attributes", attribute)
                .with(8, "flags", Type.VARINT);
    }

    private static JsonSchema histogram(JsonSchema attribute, JsonSchema exemplar) {
        return point().with(4, "count", Type.FIXED64)
                .with(5, "sum", Type.DOUBLE)
                .with(6, "bucketCounts", Type.FIXED64)
                .with(7, "explicitBounds", Type.DOUBLE)
                .with(8, "exemplars", exemplar)
                .with(9, "attributes", attribute)
                .with(10, "flags", Type.VARINT);
    }

    private static JsonSchema exponential(JsonSchema attribute, JsonSchema exemplar) {
        JsonSchema side =
                new JsonSchema()
                        .with(1, "offset", Type.ZIGZAG)
                        .with(2, "bucketCounts", Type.VARINT);
        return point().with(1, "attributes", attribute)
                .with(4, "count", Type.FIXED64)
                .with(5, "sum", Type.DOUBLE)
                .with(6, "scale", Type.ZIGZAG)
                .with(7, "zeroCount", Type.FIXED64)
                .with(8, "positive", side)
                .with(9, "negative", side)
                .with(10, "flags", Type.VARINT)
                .with(11, "exemplars", exemplar)
                .with(14, "zeroThreshold", Type.DOUBLE);
    }

    private static JsonSchema summary(JsonSchema attribute) {
        JsonSchema quantile =
                new JsonSchema().with(1, "quantile", Type.DOUBLE).with(2, "value", Type.DOUBLE);
        return point().with(4, "count", Type.FIXED64)
                .with(5, "sum", Type.DOUBLE)
                .with(6, "quantileValues", quantile)
                .with(7, "attributes", attribute)
                .with(8, "flags", Type.VARINT);
    }
}
