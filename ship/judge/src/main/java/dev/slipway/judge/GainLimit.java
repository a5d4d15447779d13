package dev.slipway.judge;

/// How much the evidence may multiply by in one window, whatever is seen there: the guard against
/// events that come in clusters (one client that tries again and again, a connection that breaks
/// under many requests, a process that collects garbage), which no model of single requests knows.
///
/// If all events of a window may be one accident, the accident falls to the candidate with the
/// probability of its share of the requests; then a factor of one over that share is fair.
public record GainLimit(double most, boolean clustered) {
    /// No limit: requests fail independently of each other.
    public static final GainLimit NONE = new GainLimit(Double.POSITIVE_INFINITY, false);

    /// A single window never decides alone at the usual level of 1 in 100.
    public static final GainLimit TWO_WINDOWS = new GainLimit(30, false);

    /// Each window may be one accident of one version.
    public static final GainLimit ACCIDENTS = new GainLimit(30, true);

    public GainLimit {
        if (!(most > 1)) {
            throw new IllegalArgumentException("most: " + most + " (expected: above 1)");
        }
    }

    double logGainMax(Counts window) {
        double limit = clustered ? 1 + (double) window.baseline() / window.candidate() : most;
        return Math.log(Math.min(most, limit));
    }
}
