package dev.slipway.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// The limits of a store.
///
/// @param history how many changes stay readable on disk
/// @param recent how many of them are held in memory for watches
/// @param writes how writes are queued and grouped
/// @param diskBytesMax the size the database may grow to; writes beyond it are refused
public record StoreConfig(History history, Recent recent, Writes writes, long diskBytesMax) {

    /// A change is forgotten once it is older than `ageMax` or there are more than `revisionsMax`
    /// newer ones.
    public record History(int revisionsMax, Duration ageMax) {
        public History {
            atLeast("history.revisionsMax", revisionsMax, 0);
            atLeast("history.ageMax in ms", ageMax.toMillis(), 1);
        }
    }

    /// Bounds of what watches find in memory; older changes they read from disk.
    public record Recent(int revisionsMax, long bytesMax) {
        public Recent {
            atLeast("recent.revisionsMax", revisionsMax, 1);
            atLeast("recent.bytesMax", bytesMax, 0);
        }
    }

    /// At most `queuedMax` writes wait, none longer than `queueTimeout` for its place; one
    /// transaction takes at most `batchMax` of them or `batchBytesMax` bytes.
    public record Writes(
            int queuedMax,
            Duration queueTimeout,
            int batchMax,
            int batchBytesMax,
            int valueBytesMax) {
        public Writes {
            atLeast("writes.queuedMax", queuedMax, 1);
            atLeast("writes.queueTimeout in ms", queueTimeout.toMillis(), 1);
            atLeast("writes.batchMax", batchMax, 1);
            atLeast("writes.batchBytesMax", batchBytesMax, 1);
            atLeast("writes.valueBytesMax", valueBytesMax, 1);
        }
    }

    public StoreConfig {
        requireNonNull(history, "history");
        requireNonNull(recent, "recent");
        requireNonNull(writes, "writes");
        atLeast("diskBytesMax", diskBytesMax, 1 << 20);
    }

    /// 20,000 changes or an hour of history, 8 MiB of it in memory, values up to 3 MiB, 16 GiB on
    /// disk.
    public static StoreConfig defaults() {
        return new StoreConfig(
                new History(20_000, Duration.ofHours(1)),
                new Recent(4_096, 8L << 20),
                new Writes(4_096, Duration.ofSeconds(10), 512, 4 << 20, 3 << 20),
                16L << 30);
    }

    public StoreConfig withHistory(History history) {
        return new StoreConfig(history, recent, writes, diskBytesMax);
    }

    public StoreConfig withRecent(Recent recent) {
        return new StoreConfig(history, recent, writes, diskBytesMax);
    }

    public StoreConfig withWrites(Writes writes) {
        return new StoreConfig(history, recent, writes, diskBytesMax);
    }

    public StoreConfig withDiskBytesMax(long diskBytesMax) {
        return new StoreConfig(history, recent, writes, diskBytesMax);
    }

    private static void atLeast(String name, long found, long least) {
        if (found < least) {
            throw new IllegalArgumentException(
                    "%s: %d (expected: at least %d)".formatted(name, found, least));
        }
    }
}
