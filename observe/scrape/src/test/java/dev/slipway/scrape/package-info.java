/// Tests of the whole of collection, against real HTTP servers.
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape;
