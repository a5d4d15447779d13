/// The formats in which samples travel: expositions, remote write and read, OTLP.
@org.jspecify.annotations.NullMarked
package dev.slipway.wire;
