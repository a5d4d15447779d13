package dev.slipway.node;

/// One result of a probe or hook; `message` says why it failed.
record ProbeOutcome(boolean success, String message) {
    static final ProbeOutcome SUCCESS = new ProbeOutcome(true, "");

    static ProbeOutcome failure(String message) {
        return new ProbeOutcome(false, message);
    }
}
