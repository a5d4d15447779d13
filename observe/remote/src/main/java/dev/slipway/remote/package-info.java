/// Remote write with a durable queue, and reading from another store.
@org.jspecify.annotations.NullMarked
package dev.slipway.remote;
