package dev.slipway.proxy;

import java.util.concurrent.atomic.AtomicLongArray;

/// Counts of connections: written by one event loop, read by any thread.
final class ConnectionCounters {
    private static final int OPEN = 0;
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;
    private static final int MALFORMED = 3;
    private static final int UPSTREAM_OPEN = 4;
    private static final int UPSTREAM_IDLE = 5;

    private final AtomicLongArray values = new AtomicLongArray(6);

    private void add(int which, long n) {
        values.setOpaque(which, values.getPlain(which) + n);
    }

    void opened() {
        add(OPEN, 1);
        add(ACCEPTED, 1);
    }

    void closed() {
        add(OPEN, -1);
    }

    void refused() {
        add(REFUSED, 1);
    }

    void malformed() {
        add(MALFORMED, 1);
    }

    void upstream(long n) {
        add(UPSTREAM_OPEN, n);
    }

    void idle(long n) {
        add(UPSTREAM_IDLE, n);
    }

    Figures.Connections plus(Figures.Connections other) {
        return new Figures.Connections(
                other.open() + values.getOpaque(OPEN),
                other.accepted() + values.getOpaque(ACCEPTED),
                other.refused() + values.getOpaque(REFUSED),
                other.malformed() + values.getOpaque(MALFORMED),
                other.upstreamOpen() + values.getOpaque(UPSTREAM_OPEN),
                other.upstreamIdle() + values.getOpaque(UPSTREAM_IDLE));
    }
}
