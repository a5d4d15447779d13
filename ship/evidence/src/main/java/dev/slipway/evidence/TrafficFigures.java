package dev.slipway.evidence;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/// What a version has been asked and how it answered since its first request. `failures` are
/// answers of class 5xx and attempts that could not even connect (which count as requests, too).
/// `signatures` counts failures by a name that people understand, as `GET /items 503`; empty where
/// nobody names them. Immutable.
public record TrafficFigures(
        long requests, long failures, Latencies latencies, Map<String, Long> signatures) {
    public static final TrafficFigures NONE = new TrafficFigures(0, 0, Latencies.NONE);

    private static final int NAMES_MAX = 256;

    public TrafficFigures {
        requireNonNull(latencies, "latencies");
        signatures = Map.copyOf(signatures);
    }

    public TrafficFigures(long requests, long failures, Latencies latencies) {
        this(requests, failures, latencies, Map.of());
    }

    /// A histogram: how many requests took at most `upperBoundsSeconds[i]` and more than the bound
    /// before it. Histograms that are added up have the same bounds, or none. Immutable.
    public static final class Latencies {
        public static final Latencies NONE = new Latencies(new double[0], new long[0]);

        private final double[] upperBoundsSeconds;
        private final long[] counts;

        public Latencies(double[] upperBoundsSeconds, long[] counts) {
            if (upperBoundsSeconds.length != counts.length) {
                throw new IllegalArgumentException(
                        "counts: "
                                + counts.length
                                + " (expected: one for each of "
                                + upperBoundsSeconds.length
                                + " bounds)");
            }
            this.upperBoundsSeconds = upperBoundsSeconds.clone();
            this.counts = counts.clone();
        }

        /// Shares the bounds: sums are made every second.
        private Latencies(Latencies other, long[] counts) {
            this.upperBoundsSeconds = other.upperBoundsSeconds;
            this.counts = counts;
        }

        public double[] upperBoundsSeconds() {
            return upperBoundsSeconds.clone();
        }

        public long[] counts() {
            return counts.clone();
        }

        boolean isEmpty() {
            return counts.length == 0;
        }

        private Latencies plus(Latencies other, int sign) {
            if (other.isEmpty()) {
                return this;
            }
            if (isEmpty()) {
                return other;
            }
            if (counts.length != other.counts.length) {
                throw new IllegalArgumentException(
                        "counts: " + other.counts.length + " (expected: " + counts.length + ")");
            }
            long[] sums = new long[counts.length];
            for (int bucket = 0; bucket < sums.length; bucket++) {
                sums[bucket] = Math.max(0, counts[bucket] + sign * other.counts[bucket]);
            }
            return new Latencies(this, sums);
        }
    }

    /// What happened since `earlier`; everything, where the counters have started anew.
    TrafficFigures since(TrafficFigures earlier) {
        long newRequests = requests - earlier.requests;
        long newFailures = failures - earlier.failures;
        boolean anew = newRequests < 0 || newFailures < 0;
        if (anew || latencies.counts.length < earlier.latencies.counts.length) {
            return this;
        }
        Map<String, Long> newSignatures = new HashMap<>();
        signatures.forEach((name, count) -> {
            long more = count - earlier.signatures.getOrDefault(name, 0L);
            if (more > 0) {
                newSignatures.put(name, more);
            }
        });
        return new TrafficFigures(
                newRequests, newFailures, latencies.plus(earlier.latencies, -1), newSignatures);
    }

    public TrafficFigures plus(TrafficFigures other) {
        Map<String, Long> sums = new HashMap<>(signatures);
        other.signatures.forEach((name, count) -> sums.merge(name, count, Long::sum));
        return new TrafficFigures(
                requests + other.requests,
                failures + other.failures,
                latencies.plus(other.latencies, 1),
                sums);
    }

    /// These figures with the names of `earlier` that are missing: whoever counts names may leave
    /// out rare ones at times, and what was counted must not count again.
    TrafficFigures remembering(TrafficFigures earlier) {
        boolean anew = requests < earlier.requests;
        if (anew || signatures.keySet().containsAll(earlier.signatures.keySet())) {
            return this;
        }
        Map<String, Long> names = new HashMap<>(signatures);
        earlier.signatures.forEach((name, count) -> {
            if (names.size() < NAMES_MAX) {
                names.putIfAbsent(name, count);
            }
        });
        return new TrafficFigures(requests, failures, latencies, names);
    }

    Evidence evidence() {
        return new Evidence(requests, Math.min(failures, requests));
    }
}
