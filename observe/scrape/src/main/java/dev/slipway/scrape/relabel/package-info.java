/// Relabelling: rules that rewrite, add and remove labels, and decide what is kept. A package of
/// its own because targets, samples, remote write and alerts all go through it, and it needs to
/// know of none of them.
@org.jspecify.annotations.NullMarked
package dev.slipway.scrape.relabel;
