/// The Prometheus HTTP API, and what joins storage, queries, rules and collection.
@org.jspecify.annotations.NullMarked
package dev.slipway.metric;
