package dev.slipway.hcl.source;

/// A place in a source text: line and column from one, the column in grapheme clusters, and the
/// offset in bytes of UTF-8 from zero. Immutable.
public record Position(int line, int column, int offsetBytes) {}
