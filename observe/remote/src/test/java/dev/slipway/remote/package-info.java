/// Tests of remote write and read: against receivers that misbehave, and against a real Prometheus
/// where there is one.
@org.jspecify.annotations.NullMarked
package dev.slipway.remote;
