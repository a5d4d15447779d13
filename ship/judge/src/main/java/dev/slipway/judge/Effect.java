package dev.slipway.judge;

/// How large a difference is: both versions' shares as seen, and an interval for the candidate's
/// minus the baseline's that may be looked at as often as one likes. It holds the difference, if
/// that is the same in all windows, at all times with the probability `1 - alpha`; if it changes,
/// some window's difference is at least `lower`, and some window's at most `upper`.
///
/// The interval is -1 to 1 until something is known.
public record Effect(double baselineShare, double candidateShare, double lower, double upper) {
    /// The difference as seen.
    public double difference() {
        return candidateShare - baselineShare;
    }
}
