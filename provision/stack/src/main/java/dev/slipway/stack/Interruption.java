package dev.slipway.stack;

import dev.slipway.terraform.engine.Cancellation;
import java.time.Duration;

/// Turns an interrupt of the thread that waits for a run into a graceful end of the run.
final class Interruption implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Thread watcher;

    private Interruption(Thread watcher) {
        this.watcher = watcher;
    }

    static Interruption of(Cancellation cancellation) {
        Thread waiting = Thread.currentThread();
        return new Interruption(
                Thread.ofVirtual()
                        .name("stack interruption")
                        .start(() -> {
                            try {
                                while (!waiting.isInterrupted()) {
                                    Thread.sleep(LOOK);
                                }
                                cancellation.ask();
                            } catch (InterruptedException e) {
                                // The run is over.
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
