package dev.slipway.judge;

/// How strict a [PastJudge] is.
///
/// - `alpha`: at most this share of versions that do no worse than before, by more than the
///   margins, is called worse.
/// - `errors`: how much larger the share of failed requests may be than it was.
/// - `slow`: how much larger the share of slow requests may be than it was.
/// - `floorSeconds`: requests faster than this are never slow.
/// - `coldMillis`: for so long after the start of its newest process latency does not count.
public record PastPolicy(
        double alpha, double errors, double slow, double floorSeconds, long coldMillis) {
    public PastPolicy {
        check("alpha", alpha);
        check("errors", errors);
        check("slow", slow);
        if (!(floorSeconds >= 0) || coldMillis < 0) {
            throw new IllegalArgumentException(
                    "floorSeconds, coldMillis: "
                            + floorSeconds
                            + ", "
                            + coldMillis
                            + " (expected: 0 or more)");
        }
    }

    private static void check(String what, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(what + ": " + share + " (expected: 0-1)");
        }
    }

    /// Only a clear jump counts: three points more failures, or fifteen points more requests slower
    /// than what 99 of 100 were before.
    public static PastPolicy standard(double alpha) {
        return new PastPolicy(alpha, .03, .15, .01, 60_000);
    }

    /// Tells policies apart in a state, without repeating them there.
    String fingerprint() {
        return Integer.toHexString(toString().hashCode());
    }
}
