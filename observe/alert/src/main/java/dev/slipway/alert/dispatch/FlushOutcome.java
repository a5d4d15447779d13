package dev.slipway.alert.dispatch;

/// Whether the messages of one flush arrived, so far and all. Used under the dispatcher's lock, but
/// for [#with], which each message's thread calls first.
final class FlushOutcome {
    private final FlushOutcome whole;
    private final boolean lastArrived;
    private volatile boolean someFailed;

    FlushOutcome() {
        this.whole = this;
        this.lastArrived = true;
    }

    private FlushOutcome(FlushOutcome whole, boolean lastArrived) {
        this.whole = whole;
        this.lastArrived = lastArrived;
    }

    /// The same flush, seen by one message.
    FlushOutcome with(boolean arrived) {
        if (!arrived) {
            whole.someFailed = true;
        }
        return new FlushOutcome(whole, arrived);
    }

    boolean lastArrived() {
        return lastArrived;
    }

    boolean allArrived() {
        return !whole.someFailed;
    }
}
