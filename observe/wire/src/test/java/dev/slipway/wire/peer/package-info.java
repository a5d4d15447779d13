/// A real Prometheus as the oracle of tests, here and in the modules that speak to one.
@org.jspecify.annotations.NullMarked
package dev.slipway.wire.peer;
