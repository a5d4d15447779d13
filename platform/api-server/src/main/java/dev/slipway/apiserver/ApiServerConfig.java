package dev.slipway.apiserver;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What the API server bears: requests that read and requests that write carried out at the same
/// time (more are answered 429), streams (watches and logs) open at the same time, how long a watch
/// lasts whose client does not say (once to twice that), and how long a stream waits for a client
/// that does not read before it gives up on it.
public record ApiServerConfig(
        String version,
        int readsMax,
        int writesMax,
        int streamsMax,
        Duration watchTime,
        Duration writePatience) {
    public ApiServerConfig {
        requireNonNull(version, "version");
        requireNonNull(watchTime, "watchTime");
        requireNonNull(writePatience, "writePatience");
        positive(readsMax, "readsMax");
        positive(writesMax, "writesMax");
        positive(streamsMax, "streamsMax");
    }

    /// `version` is Slipway's own. 800 reads, 400 writes, 10,000 streams, 30 minutes, 60 seconds.
    public static ApiServerConfig standard(String version) {
        return new ApiServerConfig(
                version, 800, 400, 10_000, Duration.ofMinutes(30), Duration.ofSeconds(60));
    }

    private static void positive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }
}
