package dev.slipway.judge;

import java.util.Map;

/// What one version did in one window.
///
/// - `errors`: how many of its `requests` failed; a request that was tried again counts once.
/// - `latency`: how many took at most each of the rule's bounds and more than the bound before it;
///   empty where it was not measured.
/// - `signatures`: how many requests failed in a way that has a name, as `GET /items 503`.
/// - `samples`: readings of saturation and other figures, by the name of their rule.
/// - `newestInstanceMillis`: when the version's newest process that takes requests started; 0 if
///   that is not known.
public record Side(
        long requests,
        long errors,
        long[] latency,
        Map<String, Long> signatures,
        Map<String, Double> samples,
        long newestInstanceMillis) {
    public Side {
        if (errors < 0 || errors > requests) {
            throw new IllegalArgumentException(
                    "errors: " + errors + " (expected: 0-" + requests + ")");
        }
        latency = latency.clone();
        for (long count : latency) {
            if (count < 0) {
                throw new IllegalArgumentException("latency: " + count + " (expected: a count)");
            }
        }
        signatures = Map.copyOf(signatures);
        signatures.forEach((name, count) -> {
            if (count < 0 || count > requests) {
                throw new IllegalArgumentException(
                        name + ": " + count + " (expected: 0-" + requests + ")");
            }
        });
        samples = Map.copyOf(samples);
    }

    public static Side of(long requests, long errors) {
        return new Side(requests, errors, new long[0], Map.of(), Map.of(), 0);
    }

    public Side withLatency(long... counts) {
        return new Side(requests, errors, counts, signatures, samples, newestInstanceMillis);
    }

    public Side withSignatures(Map<String, Long> counts) {
        return new Side(requests, errors, latency, counts, samples, newestInstanceMillis);
    }

    public Side withSamples(Map<String, Double> readings) {
        return new Side(requests, errors, latency, signatures, readings, newestInstanceMillis);
    }

    public Side withNewestInstance(long sinceMillis) {
        return new Side(requests, errors, latency, signatures, samples, sinceMillis);
    }

    @Override
    public long[] latency() {
        return latency.clone();
    }

    boolean hasLatency(int bounds) {
        if (latency.length != 0 && latency.length != bounds) {
            throw new IllegalArgumentException(
                    "latency: " + latency.length + " counts (expected: " + bounds + ")");
        }
        return latency.length != 0;
    }

    /// How many of the requests took longer than the bound of this index.
    long slowerThan(int bound) {
        long sum = 0;
        for (int bucket = bound + 1; bucket < latency.length; bucket++) {
            sum += latency[bucket];
        }
        return sum;
    }
}
