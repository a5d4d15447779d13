package dev.slipway.apiserver;

import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many requests of one sort are carried out at the same time. What exceeds it is turned away
/// at once, and told to come back, rather than queued. Thread-safe.
final class InFlight {
    private final String what;
    private final int max;
    private final Semaphore places;

    InFlight(String what, int max) {
        this.what = what;
        this.max = max;
        this.places = new Semaphore(max);
    }

    /// A place taken; closing it more than once is harmless.
    final class Place implements AutoCloseable {
        private final AtomicBoolean released = new AtomicBoolean();

        private Place() {}

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                places.release();
            }
        }
    }

    Place enter() {
        if (!places.tryAcquire()) {
            throw new ApiException(
                    Reason.TOO_MANY_REQUESTS,
                    "too many " + what + " at once (at most " + max + "), please try again later");
        }
        return new Place();
    }
}
