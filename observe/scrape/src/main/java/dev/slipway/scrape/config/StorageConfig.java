package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How samples are kept.
///
/// @param outOfOrderWindow how much older than the newest a sample may be; zero for not at all
/// @param retentionTime zero if the file does not say
/// @param retentionBytes 0 if the file does not say
public record StorageConfig(
        Duration outOfOrderWindow, Duration retentionTime, long retentionBytes, long exemplarsMax) {
    public static final StorageConfig DEFAULT =
            new StorageConfig(Duration.ZERO, Duration.ZERO, 0, 100_000);

    public StorageConfig {
        requireNonNull(outOfOrderWindow, "outOfOrderWindow");
        requireNonNull(retentionTime, "retentionTime");
    }
}
