package dev.slipway.cli;

/// How objects are printed.
enum OutputFormat {
    table,
    wide,
    json,
    yaml,
    name
}
