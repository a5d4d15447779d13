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
        if (count > Integer.MAX_VALUE) {
            throw new QueryException(
                    QueryException.Kind.TOO_MANY_SAMPLES, "query has too many steps: " + count);
        }
        return new Steps(startMillis, stepMillis, (int) count);
    }

    long timeMillis(int step) {
        return startMillis + step * stepMillis;
    }

    long endMillis() {
        return timeMillis(count - 1);
    }
}
