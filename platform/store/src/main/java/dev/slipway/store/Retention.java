package dev.slipway.store;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Decides how much history to drop, piece by piece so that no write waits long for it. Requests
/// may come from any thread; the rest belongs to the writer thread.
final class Retention {
    private static final int PIECE_MIN = 256;
    private static final int PIECE_MAX = 1_024;
    private static final long AGE_CHECK_MILLIS_MAX = 60_000;

    private final StoreConfig.History limits;
    private final InstantSource clock;
    private final AtomicLong requested = new AtomicLong();
    private long nextAgeCheckMillis;

    Retention(StoreConfig.History limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.nextAgeCheckMillis = clock.millis() + ageCheckMillis();
    }

    /// Drops history up to this revision as soon as may be.
    void request(long revision) {
        requested.accumulateAndGet(revision, Math::max);
    }

    long requested() {
        return requested.get();
    }

    /// How far to compact with the next transaction, which adds that many rows; 0 if not at all.
    /// Limits are enforced in pieces of some size, so that neighbouring rows go together.
    long next(Journal journal, long newest, int added) {
        long compacted = journal.compacted();
        long target = Math.min(newest, Math.max(requested.get(), limit(journal, newest)));
        long due = target - compacted;
        if (due <= 0 || (due < piece() && target != requested.get())) {
            return 0;
        }
        return compacted + Math.min(due, Math.max(PIECE_MAX, 2L * added));
    }

    private long limit(Journal journal, long newest) {
        long now = clock.millis();
        if (now >= nextAgeCheckMillis) {
            nextAgeCheckMillis = now + ageCheckMillis();
            long tooOld = now - limits.ageMax().toMillis();
            // What is too old goes at once, however little: a deleted secret may be among it.
            request(journal.newestBefore(tooOld, journal.compacted(), newest));
        }
        return newest - limits.revisionsMax();
    }

    private long ageCheckMillis() {
        return Math.min(AGE_CHECK_MILLIS_MAX, limits.ageMax().toMillis() / 8);
    }

    private int piece() {
        return Math.clamp(limits.revisionsMax() / 8, 1, PIECE_MIN);
    }
}
