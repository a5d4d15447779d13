/// Tests of OTLP: what Prometheus made of the same requests, recorded, and a real one beside it.
@org.jspecify.annotations.NullMarked
package dev.slipway.wire.otlp;
