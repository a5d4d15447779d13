package dev.slipway.judge;

/// How a window's events are split between two versions if the version makes no difference.
///
/// `events` of `baseline + candidate` requests had some property (they failed, they were slow). If
/// which version answered a request does not matter, then the number of events among the
/// candidate's requests is hypergeometric, whatever made the events happen and however they depend
/// on each other. `logMean` is an upper bound of the logarithm of `E[ratio^X]` of that number `X`,
/// so that `ratio^x` over it is a fair bet or less.
///
/// Few events are summed exactly. Otherwise the bound uses that a hypergeometric number is
/// distributed like a sum of independent Bernoulli ones (its generating polynomial has real roots
/// only: Vatutin and Mikhailov, 1982), of which we know how many there are at most, the mean and
/// the variance. Among all such sums `E[ratio^X]` is largest if the parts take two values: 1, and
/// one other, for a ratio above 1. (The quadratic through `log(1 + p (ratio - 1))` that touches it
/// at the other value and meets it at 1 lies above it, as its third derivative is positive.)
final class ConditionalSplit {
    /// Up to so many terms are summed; the bound costs the same whatever the counts are.
    static final int TERMS_MAX = 8;

    private ConditionalSplit() {}

    /// An upper bound of `log E[ratio^X]` for a ratio of at least 1.
    static double logMean(double ratio, long baseline, long candidate, long events) {
        if (events == 0 || candidate == 0) {
            return 0;
        }
        long partsMax = Math.min(events, candidate);
        if (partsMax <= TERMS_MAX && events <= baseline) {
            return summed(ratio, baseline, candidate, events);
        }
        return bounded(ratio, baseline, candidate, events);
    }

    /// The exact value where no candidate request need be an event.
    static double summed(double ratio, long baseline, long candidate, long events) {
        long most = Math.min(events, candidate);
        double term = 1;
        double weight = 1;
        double plain = 1;
        double tilted = 1;
        for (long x = 0; x < most; x++) {
            term *=
                    (double) (events - x)
                            * (candidate - x)
                            / ((x + 1.0) * (baseline - events + x + 1));
            weight *= ratio;
            plain += term;
            tilted += term * weight;
        }
        return Math.log(tilted / plain);
    }

    static double bounded(double ratio, long baseline, long candidate, long events) {
        double requests = (double) baseline + candidate;
        double mean = events * (candidate / requests);
        double parts = Math.min(events, candidate);
        double variance = variance(baseline, candidate, events);
        double slack = parts - mean;
        if (variance <= 0) {
            return mean * Math.log(ratio);
        }
        if (slack <= variance) {
            return parts * Math.log(ratio);
        }
        double other = variance / slack;
        double others = slack / (1 - other);
        double ones = Math.max(0, parts - others);
        return ones * Math.log(ratio) + others * Math.log1p(other * (ratio - 1));
    }

    /// The variance of the candidate's events.
    static double variance(long baseline, long candidate, long events) {
        double requests = (double) baseline + candidate;
        if (requests < 2) {
            return 0;
        }
        return events
                * (candidate / requests)
                * (baseline / requests)
                * ((requests - events) / (requests - 1));
    }
}
