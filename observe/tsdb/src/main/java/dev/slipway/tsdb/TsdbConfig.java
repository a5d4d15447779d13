package dev.slipway.tsdb;

import static java.util.Objects.requireNonNull;

/// How a database behaves. Immutable; `TsdbConfig.defaults()` is Prometheus' behaviour.
public record TsdbConfig(Windows windows, Limits limits, Disk disk) {
    private static final long HOUR_MILLIS = 3_600_000L;

    /// What times are taken.
    ///
    /// @param blockRangeMillis how much time a block of the head spans
    /// @param futureMillis how far ahead of the clock a sample may lie
    /// @param outOfOrderMillis how far behind the newest sample of all a sample may lie that is
    ///   older than the newest of its series; 0 takes none (Prometheus: `out_of_order_time_window`)
    public record Windows(long blockRangeMillis, long futureMillis, long outOfOrderMillis) {
        public Windows {
            checkAtLeast("outOfOrderMillis", outOfOrderMillis, 0);
            checkAtLeast("blockRangeMillis", blockRangeMillis, 1);
            checkAtLeast("futureMillis", futureMillis, 0);
        }
    }

    /// How much is taken.
    ///
    /// @param series in the head at the same time
    /// @param labels of a series
    /// @param nameChars of a label's name
    /// @param valueChars of a label's value
    /// @param exemplars kept, the newest
    /// @param metrics whose metadata is kept
    public record Limits(
            int series, int labels, int nameChars, int valueChars, int exemplars, int metrics) {
        public Limits {
            checkAtLeast("series", series, 1);
            checkAtLeast("labels", labels, 1);
            checkAtLeast("nameChars", nameChars, 1);
            checkAtLeast("valueChars", valueChars, 1);
            checkAtLeast("exemplars", exemplars, 0);
            checkAtLeast("metrics", metrics, 0);
        }
    }

    /// What is kept on the disk.
    ///
    /// @param retentionMillis how old blocks become
    /// @param sizeBytesMax of blocks, log and head together
    /// @param segmentBytes of the log's segments
    public record Disk(long retentionMillis, long sizeBytesMax, int segmentBytes) {
        public Disk {
            checkAtLeast("retentionMillis", retentionMillis, 1);
            checkAtLeast("sizeBytesMax", sizeBytesMax, 1);
            checkAtLeast("segmentBytes", segmentBytes, 1024);
        }
    }

    public TsdbConfig {
        requireNonNull(windows, "windows");
        requireNonNull(limits, "limits");
        requireNonNull(disk, "disk");
    }

    public static TsdbConfig defaults() {
        return new TsdbConfig(
                new Windows(2 * HOUR_MILLIS, HOUR_MILLIS / 6, 0),
                new Limits(10_000_000, 128, 1024, 16_384, 100_000, 50_000),
                new Disk(15 * 24 * HOUR_MILLIS, Long.MAX_VALUE, 32 << 20));
    }

    public TsdbConfig with(Windows changed) {
        return new TsdbConfig(changed, limits, disk);
    }

    public TsdbConfig with(Limits changed) {
        return new TsdbConfig(windows, changed, disk);
    }

    public TsdbConfig with(Disk changed) {
        return new TsdbConfig(windows, limits, changed);
    }

    private static void checkAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
