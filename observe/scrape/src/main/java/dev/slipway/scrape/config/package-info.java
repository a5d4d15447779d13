/// What `prometheus.yml` says, as records. A package of its own because rules, remote write and
/// alerts are configured by the same file. All records are immutable.
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape.config;
