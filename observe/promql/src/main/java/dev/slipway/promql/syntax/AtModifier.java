package dev.slipway.promql.syntax;

/// The instant an `@` pins a selector to. Immutable.
public sealed interface AtModifier {
    record Timestamp(long millis) implements AtModifier {}

    /// Start of the query's range.
    record Start() implements AtModifier {}

    /// End of the query's range.
    record End() implements AtModifier {}
}
