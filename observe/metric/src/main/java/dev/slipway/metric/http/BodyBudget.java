package dev.slipway.metric.http;

import java.util.concurrent.Semaphore;

/// How much the bodies of all requests under way may take together. Who does not say how long a
/// body is, is counted with the longest. Thread-safe; nobody waits.
final class BodyBudget {
    private static final int UNIT_BYTES = 1 << 10;
    private static final int TOTAL_BYTES = 256 << 20;

    private final Semaphore units = new Semaphore(TOTAL_BYTES / UNIT_BYTES);

    static int weight(long declaredBytes, int bytesMax) {
        long bytes = declaredBytes < 0 ? bytesMax : Math.min(declaredBytes, bytesMax);
        return (int) (bytes / UNIT_BYTES) + 1;
    }

    boolean take(int weight) {
        return units.tryAcquire(weight);
    }

    void giveBack(int weight) {
        units.release(weight);
    }
}
