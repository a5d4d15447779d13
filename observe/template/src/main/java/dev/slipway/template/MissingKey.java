package dev.slipway.template;

/// What a map answers for a key it does not have: Go's option `missingkey`.
public enum MissingKey {
    /// Nothing, which prints as `<no value>`.
    NO_VALUE,
    /// The zero value of the map's values: an empty text from a [TextMap], nothing from another.
    ZERO,
    /// An error.
    ERROR
}
