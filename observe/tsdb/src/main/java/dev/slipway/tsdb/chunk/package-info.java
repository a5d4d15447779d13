/// How samples become bits: the chunk encodings of Prometheus. Pure functions over memory, without
/// files or locks.
///
/// A package of its own beside `block` and the live storage, because the three are separate
/// concepts that change for different reasons: a codec (bits of one chunk), a file format (what a
/// folder on disk contains) and a running store (what is in memory, and when it moves to disk).
@org.jspecify.annotations.NullMarked
package dev.slipway.tsdb.chunk;
