/// The objects by which users of the Prometheus operator say what is scraped, as jobs of a
/// `prometheus.yml`, with the labels that the operator gives them. Each object is translated into
/// the text that its author would have written by hand, and read by the reader of configurations,
/// so that both ways mean the same and are checked alike. Thread-safe.
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape.monitor;
