/// Collection: prometheus.yml, discovery, relabelling, the scrape loop.
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape;
