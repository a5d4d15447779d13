/// Tests of what Slipway tells of itself.
@org.jspecify.annotations.NullMarked
package dev.slipway.metric.kube;
