package dev.slipway.evidence;

/// What the guard says about a version. `reason` is a sentence for people.
public sealed interface Verdict {
    String reason();

    /// Enough was seen, and the version is not worse by more than is tolerated.
    record Healthy(String reason) implements Verdict {}

    /// The version is worse; `effect` is how much larger its share of failed requests is.
    record Worse(String reason, double effect) implements Verdict {}

    /// Nothing can be said yet.
    record NotEnoughEvidence(String reason) implements Verdict {}

    /// The version has had its share of the traffic for a while, and that was too little to tell:
    /// go on by readiness. It stays watched.
    record TooLittleTraffic(String reason) implements Verdict {}

    /// The word that stands for it in a status.
    default String word() {
        return switch (this) {
            case Healthy _ -> "Healthy";
            case Worse _ -> "Worse";
            case NotEnoughEvidence _ -> "NotEnoughEvidence";
            case TooLittleTraffic _ -> "TooLittleTraffic";
        };
    }
}
