package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// Figures of the API.
///
/// @param serviceNetwork addresses for Services, as `address/bits`
/// @param objectSizeMax bytes that one stored object may have
/// @param heldSnapshotsMax states that are kept for lists read page by page
/// @param heldSnapshotAgeMax how long they are kept
/// @param resourceVersionWait how long a reader waits for a revision that is not there yet
public record ApiConfig(
        String serviceNetwork,
        int objectSizeMax,
        int heldSnapshotsMax,
        Duration heldSnapshotAgeMax,
        Duration resourceVersionWait) {
    public ApiConfig {
        requireNonNull(serviceNetwork, "serviceNetwork");
        requireNonNull(heldSnapshotAgeMax, "heldSnapshotAgeMax");
        requireNonNull(resourceVersionWait, "resourceVersionWait");
        if (objectSizeMax < 1) {
            throw new IllegalArgumentException(
                    "objectSizeMax: " + objectSizeMax + " (expected: > 0)");
        }
        if (heldSnapshotsMax < 1) {
            throw new IllegalArgumentException(
                    "heldSnapshotsMax: " + heldSnapshotsMax + " (expected: > 0)");
        }
    }

    public static ApiConfig defaults() {
        return new ApiConfig(
                "127.96.0.0/12",
                3 * 1024 * 1024 / 2,
                64,
                Duration.ofMinutes(5),
                Duration.ofSeconds(3));
    }
}
