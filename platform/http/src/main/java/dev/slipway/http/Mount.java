package dev.slipway.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.server.HttpService;

/// A capability's HTTP API under a path prefix of a door: `/prometheus` serves everything below it,
/// `/` what no other mount serves. The service sees paths without the prefix as
/// `ServiceRequestContext.mappedPath()`.
public record Mount(String prefix, HttpService service) {
    public Mount {
        requireNonNull(service, "service");
        if (!prefix.startsWith("/")) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: starts with /)");
        }
    }
}
