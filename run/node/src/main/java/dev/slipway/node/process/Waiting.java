package dev.slipway.node.process;

import java.util.concurrent.TimeUnit;

/// Waits for small helper programs whose result must be known even if the caller is interrupted.
final class Waiting {
    private Waiting() {}

    /// True if it has ended; otherwise it is ended by force.
    static boolean forEnd(Process process, long secondsMax) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return true;
                    }
                    process.destroyForcibly();
                    return false;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
