package dev.slipway.evidence;

/// What one revision did in one interval: how many requests it answered and how many of them
/// failed.
public record Evidence(long requests, long failures) {
    public static final Evidence NONE = new Evidence(0, 0);

    public Evidence {
        if (failures < 0 || failures > requests) {
            throw new IllegalArgumentException(
                    "failures: " + failures + " (expected: 0-" + requests + ")");
        }
    }

    public Evidence plus(Evidence other) {
        return new Evidence(requests + other.requests, failures + other.failures);
    }

    /// The share of requests that failed; 0 if there were none.
    public double failureShare() {
        return requests == 0 ? 0 : (double) failures / requests;
    }
}
