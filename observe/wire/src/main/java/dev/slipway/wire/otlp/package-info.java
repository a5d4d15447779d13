/// Metrics as OpenTelemetry sends them (OTLP), turned into series by the rules of Prometheus 3: one
/// [dev.slipway.wire.otlp.OtlpMetrics] reads an `ExportMetricsServiceRequest` in protobuf or JSON
/// and hands samples to a [dev.slipway.wire.WriteSink].
///
/// A package of its own, since it is the only format here that translates: the others carry series
/// that already have their names.
///
/// A body that is not what it says throws [dev.slipway.wire.WireException] and nothing else.
/// Records are immutable; [dev.slipway.wire.otlp.OtlpMetrics] is thread-safe.
@org.jspecify.annotations.NullMarked
package dev.slipway.wire.otlp;
