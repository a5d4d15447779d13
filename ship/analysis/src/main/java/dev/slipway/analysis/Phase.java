package dev.slipway.analysis;

import org.jspecify.annotations.Nullable;

/// How a measurement, a metric or a run is; what comes later among the last four is worse.
enum Phase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCESSFUL("Successful"),
    INCONCLUSIVE("Inconclusive"),
    ERROR("Error"),
    FAILED("Failed");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    static Phase of(@Nullable String word) {
        for (Phase phase : values()) {
            if (phase.word.equals(word)) {
                return phase;
            }
        }
        return PENDING;
    }

    String word() {
        return word;
    }

    boolean isDone() {
        return compareTo(SUCCESSFUL) >= 0;
    }

    /// Done, and not well.
    boolean isBad() {
        return compareTo(INCONCLUSIVE) >= 0;
    }
}
