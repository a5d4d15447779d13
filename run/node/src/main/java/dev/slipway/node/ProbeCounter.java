package dev.slipway.node;

/// Turns single results of a probe into a verdict: it changes after as many equal results in a row
/// as its threshold says. For one thread at a time.
final class ProbeCounter {
    /// What the latest result has led to; `UNDECIDED` until a threshold is reached.
    enum Verdict {
        UNDECIDED,
        PASSES,
        FAILS
    }

    private final int successThreshold;
    private final int failureThreshold;
    private boolean last;
    private int run;

    ProbeCounter(int successThreshold, int failureThreshold) {
        this.successThreshold = successThreshold;
        this.failureThreshold = failureThreshold;
    }

    Verdict count(boolean success) {
        run = run > 0 && success == last ? run + 1 : 1;
        last = success;
        if (run < (success ? successThreshold : failureThreshold)) {
            return Verdict.UNDECIDED;
        }
        return success ? Verdict.PASSES : Verdict.FAILS;
    }
}
