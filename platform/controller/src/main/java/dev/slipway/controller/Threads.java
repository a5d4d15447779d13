package dev.slipway.controller;

/// Waiting for threads to end while closing.
final class Threads {
    private Threads() {}

    /// Waits for the end of `thread` even if the caller is interrupted meanwhile.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
