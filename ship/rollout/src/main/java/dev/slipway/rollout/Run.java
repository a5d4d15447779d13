package dev.slipway.rollout;

import dev.slipway.model.kinds.RolloutStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An AnalysisRun, or an Experiment, of a Rollout as it was seen. `phase` is empty until whoever
/// carries it out has seen it; `ending` says that it was told to stop.
record Run(
        String name,
        String podHash,
        String phase,
        @Nullable String message,
        boolean ending,
        Instant created) {
    static final String FAILED = "Failed";
    static final String ERROR = "Error";
    static final String SUCCESSFUL = "Successful";
    static final String INCONCLUSIVE = "Inconclusive";

    boolean isDone() {
        return hasFailed() || isSuccessful() || isInconclusive();
    }

    boolean isSuccessful() {
        return phase.equals(SUCCESSFUL);
    }

    boolean hasFailed() {
        return phase.equals(FAILED) || phase.equals(ERROR);
    }

    boolean isInconclusive() {
        return phase.equals(INCONCLUSIVE);
    }

    RolloutStatus.RunStatus status() {
        return new RolloutStatus.RunStatus(name, phase.isEmpty() ? "Pending" : phase, message);
    }
}
