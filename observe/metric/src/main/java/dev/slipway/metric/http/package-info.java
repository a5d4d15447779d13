/// The HTTP API of Prometheus over Slipway's own storage, queries, rules and targets.
/// [dev.slipway.metric.http.PrometheusApi] is the whole; what others own it sees through small
/// interfaces (`Targets`, `RuleGroups`, `ServerStatus` …), so that it can be tested and mounted
/// without them.
///
/// A package of its own, since nothing but the composition root has to know how answers look. All
/// public types are thread-safe or immutable.
@org.jspecify.annotations.NullMarked
package dev.slipway.metric.http;
