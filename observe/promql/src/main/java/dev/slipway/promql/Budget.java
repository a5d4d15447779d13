package dev.slipway.promql;

import dev.slipway.promql.QueryException.Kind;
import java.util.function.LongSupplier;

/// What one query may still use: samples in memory, and time. Notices that its thread was
/// interrupted. For one thread.
final class Budget {
    private final long samplesMax;
    private final LongSupplier nanoTime;
    private final long deadlineNanos;
    private long samples;
    private long peak;
    private long touched;

    Budget(long samplesMax, LongSupplier nanoTime, long deadlineNanos) {
        this.samplesMax = samplesMax;
        this.nanoTime = nanoTime;
        this.deadlineNanos = deadlineNanos;
    }

    /// How many samples are held now, to go back to with [#settle].
    long held() {
        return samples;
    }

    void hold(long more) {
        samples += more;
        if (samples > samplesMax) {
            throw new QueryException(
                    Kind.TOO_MANY_SAMPLES,
                    "query processing would load too many samples into memory in query"
                            + " execution");
        }
        peak = Math.max(peak, samples);
    }

    /// A node is done: of all that was held since, its result stays.
    void settle(long before, long result) {
        samples = before;
        hold(result);
    }

    void touch(long count) {
        touched += count;
    }

    long peak() {
        return peak;
    }

    long touched() {
        return touched;
    }

    /// Throws if the query is to end now. To be called about once for each series.
    void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new QueryException(Kind.CANCELED, "query was canceled in query execution");
        }
        if (nanoTime.getAsLong() - deadlineNanos > 0) {
            throw new QueryException(Kind.TIMEOUT, "query timed out in query execution");
        }
    }
}
