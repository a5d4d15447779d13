package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

/// Something wrong in a configuration, and where: `alertmanager.yml:12:5`. Immutable.
public record Diagnostic(Severity severity, String place, String message) {
    /// Whether the configuration can be used all the same.
    public enum Severity {
        ERROR,
        WARNING
    }

    public Diagnostic {
        requireNonNull(severity, "severity");
        requireNonNull(place, "place");
        requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
