package dev.slipway.promql.syntax;

/// Where in the text a node stands, in UTF-16 units: `start` inclusive, `end` exclusive. Immutable.
public record SourceSpan(int start, int end) {}
