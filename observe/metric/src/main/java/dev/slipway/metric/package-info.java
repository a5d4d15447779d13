/// Joins storage, queries, rules and collection to the rest of Slipway; the Prometheus HTTP API.
@org.jspecify.annotations.NullMarked
package dev.slipway.metric;
