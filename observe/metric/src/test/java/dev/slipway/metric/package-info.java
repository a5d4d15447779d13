/// Tests of how the metrics are joined to the rest.
@org.jspecify.annotations.NullMarked
package dev.slipway.metric;
