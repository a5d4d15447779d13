@org.jspecify.annotations.NullMarked
package dev.slipway.scrape.discovery;
