package dev.slipway.record;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How long records are kept, and where notifications are configured.
///
/// @param recordsPerWorkload the newest so many of each workload are kept
/// @param keptFor older ones than this are deleted
/// @param notificationNamespace the namespace of the ConfigMap and the Secret
public record RecordConfig(int recordsPerWorkload, Duration keptFor, String notificationNamespace) {
    public RecordConfig {
        requireNonNull(keptFor, "keptFor");
        requireNonNull(notificationNamespace, "notificationNamespace");
        if (recordsPerWorkload < 1) {
            throw new IllegalArgumentException(
                    "recordsPerWorkload: " + recordsPerWorkload + " (expected: >= 1)");
        }
    }

    /// 100 records for each workload, for two years; the namespace is Argo's.
    public static RecordConfig defaults() {
        return new RecordConfig(100, Duration.ofDays(730), "argo-rollouts");
    }

    public RecordConfig withRetention(int newRecordsPerWorkload, Duration newKeptFor) {
        return new RecordConfig(newRecordsPerWorkload, newKeptFor, notificationNamespace);
    }
}
