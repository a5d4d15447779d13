package dev.slipway.judge;

import java.util.List;

/// What a judge says after a window.
///
/// `evidence` is the odds at which one may believe that the candidate is worse: at `1 / alpha` it
/// is called so. `sentence` is for a person. All is as of `asOfMillis`, the end of the last window.
public record Verdict(
        Outcome outcome,
        Reason reason,
        double evidence,
        double alpha,
        List<Finding> findings,
        String sentence,
        long asOfMillis) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    /// What to do.
    public enum Outcome {
        /// Abort. Final: a judge that has said so does not take it back.
        WORSE,
        /// Go on: the candidate is not worse by more than is tolerated.
        NOT_WORSE,
        /// Wait.
        UNDECIDED
    }

    /// Why the outcome is what it is.
    public enum Reason {
        EVIDENCE,
        /// One of the sides got fewer requests than it takes to tell.
        TOO_LITTLE_TRAFFIC,
        /// The new processes are still fresh; their latency does not count yet.
        WARMING_UP,
        /// The difference is near what is tolerated.
        TOO_CLOSE
    }

    /// What is known of one figure. The evidence is this figure's own; several are joined by their
    /// weighted mean.
    public record Finding(
            String figure, Outcome outcome, double evidence, Effect effect, String sentence) {}
}
