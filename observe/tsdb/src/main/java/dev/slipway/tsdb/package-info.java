/// Time-series storage: head, write-ahead log and Prometheus' own blocks.
@org.jspecify.annotations.NullMarked
package dev.slipway.tsdb;
