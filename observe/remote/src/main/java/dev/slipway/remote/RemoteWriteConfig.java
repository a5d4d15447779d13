package dev.slipway.remote;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import dev.slipway.wire.RemoteWriteVersion;
import java.time.Duration;

/// One entry of `remote_write`.
///
/// @param name tells destinations apart in figures, logs and on the disk
/// @param version what is tried first; a receiver that answers 415 to 2.0 gets 1.0
/// @param externalLabels added to series that do not have them
public record RemoteWriteConfig(
        String name,
        Transport transport,
        RemoteWriteVersion version,
        Labels externalLabels,
        Contents contents,
        Queue queue) {
    public RemoteWriteConfig {
        requireNonNull(name, "name");
        requireNonNull(transport, "transport");
        requireNonNull(version, "version");
        requireNonNull(externalLabels, "externalLabels");
        requireNonNull(contents, "contents");
        requireNonNull(queue, "queue");
    }

    /// What besides floats is sent (`send_exemplars`, `send_native_histograms`, `metadata_config`).
    public record Contents(boolean exemplars, boolean histograms, boolean metadata) {
        public static final Contents ALL = new Contents(true, true, true);
    }

    /// @param shards series are spread over so many senders, each of which keeps their order
    /// @param capacity samples in memory for each shard, at most
    /// @param samplesPerSendMax of one request
    /// @param batchDeadline how long a sample waits for others
    /// @param retriesRateLimit whether 429 is tried again, as 5xx is, or drops the request
    /// @param diskBytesMax of the files; beyond it the oldest samples are dropped
    /// @param segmentBytes of one file, roughly
    /// @param sampleAgeMax samples that waited longer are dropped; zero for no limit
    public record Queue(
            int shards,
            int capacity,
            int samplesPerSendMax,
            Duration batchDeadline,
            Duration backoffMin,
            Duration backoffMax,
            boolean retriesRateLimit,
            long diskBytesMax,
            int segmentBytes,
            Duration sampleAgeMax) {
        public static final Queue DEFAULT =
                new Queue(
                        4,
                        10_000,
                        2_000,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(30),
                        Duration.ofSeconds(5),
                        true,
                        2L << 30,
                        16 << 20,
                        Duration.ZERO);

        private static final int SHARDS_MAX = 1_000;

        public Queue {
            if (shards < 1 || shards > SHARDS_MAX) {
                throw new IllegalArgumentException(
                        "shards: " + shards + " (expected: 1 to " + SHARDS_MAX + ")");
            }
            if (capacity < 1 || samplesPerSendMax < 1 || segmentBytes < 1) {
                throw new IllegalArgumentException(
                        "capacity, samplesPerSendMax, segmentBytes: %d, %d, %d (expected: from 1)"
                                .formatted(capacity, samplesPerSendMax, segmentBytes));
            }
            if (diskBytesMax < 2L * segmentBytes) {
                throw new IllegalArgumentException(
                        "diskBytesMax: %d (expected: at least two segments of %d)"
                                .formatted(diskBytesMax, segmentBytes));
            }
            if (backoffMin.compareTo(backoffMax) > 0 || backoffMin.isNegative()) {
                throw new IllegalArgumentException(
                        "backoffMin, backoffMax: %s, %s (expected: ascending)"
                                .formatted(backoffMin, backoffMax));
            }
        }
    }
}
