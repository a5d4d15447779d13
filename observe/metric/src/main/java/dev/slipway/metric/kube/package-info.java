/// The objects of the API as series, under the names and labels of kube-state-metrics.
///
/// Source of the names: the metric documentation of kubernetes/kube-state-metrics (`docs/metrics`).
@org.jspecify.annotations.NullMarked
package dev.slipway.metric.kube;
