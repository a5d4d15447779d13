package dev.slipway.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.server.HttpService;

/// A capability's HTTP API on a door: `/prometheus` serves everything below it, `/` what no other
/// mount serves. The service sees paths without the prefix as `ServiceRequestContext.mappedPath()`.
///
/// @param alone whether the path itself is served and nothing below it
public record Mount(String prefix, HttpService service, boolean alone) {
    public Mount {
        requireNonNull(service, "service");
        if (!prefix.startsWith("/")) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: starts with /)");
        }
    }

    /// Everything below a prefix.
    public Mount(String prefix, HttpService service) {
        this(prefix, service, false);
    }

    /// One path.
    public static Mount at(String path, HttpService service) {
        return new Mount(path, service, true);
    }
}
