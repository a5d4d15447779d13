package dev.slipway.http;

import java.time.Duration;

/// What one listener bears. `requestTimeout` holds for ordinary requests; a service lifts it for
/// streams. `idleTimeout` ends connections without requests, `drainTimeout` is how long closing
/// waits for requests under way.
public record DoorLimits(
        int connectionsMax,
        int headerBytesMax,
        long bodyBytesMax,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration drainTimeout) {
    /// Streams a client may have open on one HTTP/2 connection; a client of the API keeps a watch
    /// per kind.
    static final int HTTP2_STREAMS_MAX = 1000;

    public DoorLimits {
        positive(connectionsMax, "connectionsMax");
        positive(headerBytesMax, "headerBytesMax");
        positive(bodyBytesMax, "bodyBytesMax");
        positive(requestTimeout.toMillis(), "requestTimeout");
        positive(idleTimeout.toMillis(), "idleTimeout");
    }

    /// 10,000 connections, 64 KB of headers, bodies of 3 MB, 60 s a request, 90 s idle, 5 s to
    /// drain.
    public static DoorLimits standard() {
        return new DoorLimits(
                10_000,
                64 * 1024,
                3 * 1024 * 1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(90),
                Duration.ofSeconds(5));
    }

    public DoorLimits withBodyBytesMax(long bytes) {
        return new DoorLimits(
                connectionsMax, headerBytesMax, bytes, requestTimeout, idleTimeout, drainTimeout);
    }

    public DoorLimits withDrainTimeout(Duration timeout) {
        return new DoorLimits(
                connectionsMax, headerBytesMax, bodyBytesMax, requestTimeout, idleTimeout, timeout);
    }

    private static void positive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }
}
