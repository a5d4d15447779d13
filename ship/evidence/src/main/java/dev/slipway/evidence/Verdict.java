package dev.slipway.evidence;

/// What a guard says about a new revision.
public sealed interface Verdict {
    String reason();

    /// Enough was seen, and the new revision is not worse as far as one can tell.
    record Healthy(String reason) implements Verdict {}

    /// The new revision is worse by `effect`: the difference of the two failure shares.
    record Worse(String reason, double effect) implements Verdict {}

    /// Nothing can be said yet.
    record NotEnoughEvidence(String reason) implements Verdict {}
}
