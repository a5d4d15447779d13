package dev.slipway.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Limits on the time of a request: in all, and of each attempt at a backend. Null or zero: no
/// limit of the route's own.
public record RouteTimeouts(@Nullable Duration request, @Nullable Duration backendRequest) {
    public static final RouteTimeouts NONE = new RouteTimeouts(null, null);
}
