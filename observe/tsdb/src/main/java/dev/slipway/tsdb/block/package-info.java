/// Blocks: folders of immutable files that hold the samples of a span of time, in Prometheus' own
/// format (`docs/format/block.md`), and how many small ones become few large ones.
///
/// A package of its own beside `chunk` and the live storage: what a folder on disk looks like, what
/// the bits of a chunk mean and what is in memory are separate concepts, and each can be tested
/// against Prometheus alone.
@org.jspecify.annotations.NullMarked
package dev.slipway.tsdb.block;
