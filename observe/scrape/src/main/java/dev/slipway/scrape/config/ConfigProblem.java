package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

/// Something that a configuration says and should not, and where.
///
/// @param source the name of the file
/// @param line counted from 1; 0 if the place is unknown
public record ConfigProblem(
        Severity severity, String source, int line, int column, String message) {
    /// Whether the configuration can be used nevertheless.
    public enum Severity {
        ERROR,
        WARNING
    }

    public ConfigProblem {
        requireNonNull(severity, "severity");
        requireNonNull(source, "source");
        requireNonNull(message, "message");
    }

    /// `prometheus.yml:12:5: message`.
    @Override
    public String toString() {
        return line == 0
                ? source + ": " + message
                : "%s:%d:%d: %s".formatted(source, line, column, message);
    }
}
