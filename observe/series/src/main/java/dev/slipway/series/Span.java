package dev.slipway.series;

/// A run of buckets: how many indices lie between the end of the span before it (for the first,
/// from index 0) and its first bucket, and how many buckets it has.
public record Span(int offset, int length) {}
