package dev.slipway.gate;

import org.jspecify.annotations.Nullable;

/// How far a rolling update may go now. `traffic` is the new version's share of the requests in
/// percent, and `oldHash` the version that gets the others.
public sealed interface GateDecision {
    @Nullable Finding finding();

    /// What was found of the new version: a word for machines and a sentence for people. `good` is
    /// null as long as that is open.
    record Finding(@Nullable Boolean good, String word, String sentence) {}

    /// As fast as the Deployment's own limits allow.
    record Open(@Nullable Finding finding) implements GateDecision {}

    /// The new version may have as many pods as `percent` of the replicas are.
    record Share(int percent, int traffic, String oldHash, Finding finding)
            implements GateDecision {}

    /// Back to the old version: its pods first.
    record Refused(int traffic, String oldHash, Finding finding) implements GateDecision {}

    /// Without the sentence, whose numbers change every second.
    default GateDecision brief() {
        return switch (this) {
            case Open(Finding finding) -> new Open(finding == null ? null : brief(finding));
            case Share(int percent, int traffic, String old, Finding finding) ->
                    new Share(percent, traffic, old, brief(finding));
            case Refused(int traffic, String old, Finding finding) ->
                    new Refused(traffic, old, brief(finding));
        };
    }

    private static Finding brief(Finding finding) {
        return new Finding(finding.good(), finding.word(), "");
    }
}
