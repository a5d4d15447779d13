package dev.slipway.scrape;

import java.time.Duration;
import java.time.Instant;

/// When a target is scraped: at a place within the interval that follows from its labels, so that
/// targets are spread evenly and each keeps its place over restarts. Immutable.
final class ScrapeSchedule {
    /// A scrape that begins this late still counts as on time: even distances between samples take
    /// less space.
    private static final long TOLERANCE_MILLIS = 2;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long intervalMillis;
    private final long offsetMillis;

    private ScrapeSchedule(long intervalMillis, long offsetMillis) {
        this.intervalMillis = intervalMillis;
        this.offsetMillis = offsetMillis;
    }

    static ScrapeSchedule of(Target target, long seed) {
        long hash = FNV_OFFSET;
        String text = target.labels() + " " + target.url();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        long interval = Math.max(1, target.interval().toMillis());
        return new ScrapeSchedule(interval, Long.remainderUnsigned(hash ^ seed, interval));
    }

    /// The first moment after this one.
    Instant next(Instant after) {
        long since = Math.floorMod(after.toEpochMilli() - offsetMillis, intervalMillis);
        return Instant.ofEpochMilli(after.toEpochMilli() + intervalMillis - since);
    }

    /// The time that samples get.
    long sampleMillis(Instant planned, Instant started) {
        long late = Duration.between(planned, started).toMillis();
        long tolerated = Math.min(TOLERANCE_MILLIS, intervalMillis / 100);
        return late >= 0 && late <= tolerated ? planned.toEpochMilli() : started.toEpochMilli();
    }
}
