/// The formats in which samples travel, read and written without a network: text expositions
/// (Prometheus' text and OpenMetrics) and protobuf expositions, of which only the texts are
/// written; remote write 1.0 and 2.0; remote read, as samples and as frames of chunks. OTLP is read
/// by the package `otlp`.
///
/// Bodies come from others, so whatever is not what its format says throws [WireException] and
/// nothing else, with the place and what was expected; [WireLimits] bounds what one body may hold.
///
/// Readers and writers are for one thread each; [SeriesCache] is shared between threads, and
/// records are immutable.
@org.jspecify.annotations.NullMarked
package dev.slipway.wire;
