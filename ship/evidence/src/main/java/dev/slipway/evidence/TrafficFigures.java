package dev.slipway.evidence;

import static java.util.Objects.requireNonNull;

/// What a revision has been asked and how it answered since its first request. `failures` are
/// answers of class 5xx and attempts that could not even connect (which count as requests, too).
public record TrafficFigures(long requests, long failures, Latencies latencies) {
    public static final TrafficFigures NONE =
            new TrafficFigures(0, 0, new Latencies(new double[0], new long[0]));

    public TrafficFigures {
        requireNonNull(latencies, "latencies");
    }

    /// A histogram: how many requests took at most `upperBoundsSeconds[i]` and more than the bound
    /// before it.
    public record Latencies(double[] upperBoundsSeconds, long[] counts) {
        public Latencies {
            if (upperBoundsSeconds.length != counts.length) {
                throw new IllegalArgumentException(
                        "counts: "
                                + counts.length
                                + " (expected: one for each of "
                                + upperBoundsSeconds.length
                                + " bounds)");
            }
            upperBoundsSeconds = upperBoundsSeconds.clone();
            counts = counts.clone();
        }

        @Override
        public double[] upperBoundsSeconds() {
            return upperBoundsSeconds.clone();
        }

        @Override
        public long[] counts() {
            return counts.clone();
        }
    }

    /// What happened since `earlier`; everything, where the counters have started anew.
    Evidence since(TrafficFigures earlier) {
        long newRequests = requests - earlier.requests;
        long newFailures = failures - earlier.failures;
        if (newRequests < 0 || newFailures < 0) {
            return new Evidence(requests, Math.min(failures, requests));
        }
        return new Evidence(newRequests, Math.min(newFailures, newRequests));
    }

    public TrafficFigures plus(TrafficFigures other) {
        return new TrafficFigures(requests + other.requests, failures + other.failures, latencies);
    }
}
