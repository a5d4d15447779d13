package dev.slipway.proxy;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Counters written by one event loop and read by any thread, without locks and without atomic
/// instructions: opaque stores by the only writer are whole and become visible soon.
final class Cell {
    static final int REQUESTS = 0;
    static final int CONNECT_FAILURES = 1;
    static final int RETRIES = 2;
    static final int TIMEOUTS = 3;
    static final int ABORTED = 4;
    static final int RECEIVED = 5;
    static final int SENT = 6;
    static final int LOST = 7;
    static final int CUT_SHORT = 8;
    static final int LATENCY_SUM = 9;
    private static final int LATENCY = 10;
    private static final int STATUSES = 500;
    private static final int STATUS_MIN = 100;
    private static final int COMMON_STATUS = 200;

    private final AtomicLongArray values =
            new AtomicLongArray(LATENCY + LatencyHistogram.BUCKETS + 1);
    private final int okIndex = LATENCY + LatencyHistogram.BUCKETS;
    private volatile @Nullable AtomicLongArray otherStatuses;

    void add(int figure, long n) {
        values.setOpaque(figure, values.getPlain(figure) + n);
    }

    void latency(long nanos) {
        long micros = nanos / 1000;
        add(LATENCY + LatencyHistogram.bucket(micros), 1);
        add(LATENCY_SUM, micros);
    }

    /// Counts a response. Statuses other than 200 get their array when the first one comes.
    void status(int status) {
        if (status == COMMON_STATUS) {
            add(okIndex, 1);
            return;
        }
        AtomicLongArray statuses = otherStatuses;
        if (statuses == null) {
            statuses = new AtomicLongArray(STATUSES);
            otherStatuses = statuses;
        }
        int i = status - STATUS_MIN;
        statuses.setOpaque(i, statuses.getPlain(i) + 1);
    }

    long value(int figure) {
        return values.getOpaque(figure);
    }

    long latencyCount(int bucket) {
        return values.getOpaque(LATENCY + bucket);
    }

    long statusCount(int status) {
        if (status == COMMON_STATUS) {
            return values.getOpaque(okIndex);
        }
        AtomicLongArray statuses = otherStatuses;
        return statuses == null ? 0 : statuses.getOpaque(status - STATUS_MIN);
    }
}
