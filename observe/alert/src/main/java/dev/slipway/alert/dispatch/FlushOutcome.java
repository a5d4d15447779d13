package dev.slipway.alert.dispatch;

/// Whether the messages of one flush arrived, so far and all. Used under the dispatcher's lock, but
/// for [#with], which each message's thread calls first.
final class FlushOutcome {
    private final FlushOutcome whole;
    private final boolean lastArrived;
    private final int lastAttempts;
    private volatile boolean someFailed;

    FlushOutcome() {
        this.whole = this;
        this.lastArrived = true;
        this.lastAttempts = 0;
    }

    private FlushOutcome(FlushOutcome whole, boolean lastArrived, int lastAttempts) {
        this.whole = whole;
        this.lastArrived = lastArrived;
        this.lastAttempts = lastAttempts;
    }

    /// The same flush, seen by one message.
    FlushOutcome with(boolean arrived, int attempts) {
        if (!arrived) {
            whole.someFailed = true;
        }
        return new FlushOutcome(whole, arrived, attempts);
    }

    boolean lastArrived() {
        return lastArrived;
    }

    /// Such a message counts from the time of its flush, so that a repeat interval of a whole
    /// number of group intervals is not one group interval longer because sending takes a moment.
    boolean isFirstAttempt() {
        return lastAttempts == 1;
    }

    boolean allArrived() {
        return !whole.someFailed;
    }
}
