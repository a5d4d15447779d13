package dev.slipway.promql;

/// The times a query is evaluated at. Every node of the tree is evaluated once for all of them.
record Steps(long startMillis, long stepMillis, int count) {
    static Steps single(long timeMillis) {
        return new Steps(timeMillis, 0, 1);
    }

    /// From start to end, both included where the step meets it.
    static Steps between(long startMillis, long endMillis, long stepMillis) {
        if (endMillis < startMillis) {
            return new Steps(startMillis, stepMillis, 0);
        }
        long count = Math.subtractExact(endMillis, startMillis) / stepMillis + 1;
        return new Steps(startMillis, stepMillis, Math.toIntExact(count));
    }

    long timeMillis(int step) {
        return startMillis + step * stepMillis;
    }

    long endMillis() {
        return timeMillis(count - 1);
    }
}
