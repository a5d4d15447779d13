package dev.slipway.judge;

/// How much larger a share of the candidate's requests may fail (or be slow) than of the
/// baseline's. The candidate is worse if the difference is above `worse`, and is not worse if it is
/// below `notWorse`; in between either may be said. Differences of shares: 0.01 is one request in a
/// hundred.
public record Margin(double worse, double notWorse) {
    public Margin {
        if (!(worse >= 0 && worse < 1)) {
            throw new IllegalArgumentException("worse: " + worse + " (expected: 0 to below 1)");
        }
        if (!(notWorse > 0 && notWorse >= worse && notWorse < 1)) {
            throw new IllegalArgumentException(
                    "notWorse: " + notWorse + " (expected: above 0, " + worse + " to below 1)");
        }
    }
}
