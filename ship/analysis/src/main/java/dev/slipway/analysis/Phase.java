package dev.slipway.analysis;

import org.jspecify.annotations.Nullable;

/// How a measurement, a metric, a run or an experiment is; what comes later among the last four is
/// worse.
public enum Phase {
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

    /// The phase that a status names; `Pending` if it names none.
    public static Phase of(@Nullable String word) {
        for (Phase phase : values()) {
            if (phase.word.equals(word)) {
                return phase;
            }
        }
        return PENDING;
    }

    /// As statuses name it.
    public String word() {
        return word;
    }

    public boolean isDone() {
        return compareTo(SUCCESSFUL) >= 0;
    }

    /// Done, and not well.
    public boolean isBad() {
        return compareTo(INCONCLUSIVE) >= 0;
    }
}
