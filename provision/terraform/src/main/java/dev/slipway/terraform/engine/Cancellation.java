package dev.slipway.terraform.engine;

import java.util.ArrayList;
import java.util.List;

/// Asks a run to end: nothing new is begun, what is under way is brought to an end. Thread-safe.
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean asked;

    public void ask() {
        List<Runnable> told;
        synchronized (this) {
            if (asked) {
                return;
            }
            asked = true;
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    public synchronized boolean isAsked() {
        return asked;
    }

    /// At once, if it was asked already.
    void onAsk(Runnable listener) {
        boolean now;
        synchronized (this) {
            listeners.add(listener);
            now = asked;
        }
        if (now) {
            listener.run();
        }
    }
}
