package dev.slipway.template;

/// Values that are none. A nil is null; these are what Go has beside it.
enum Absent {
    /// A key that a map does not have, or a nil that went through a pipeline: prints as `<no
    /// value>`.
    VALUE,
    /// A command to which nothing is piped.
    INPUT
}
