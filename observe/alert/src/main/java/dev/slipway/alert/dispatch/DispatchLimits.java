package dev.slipway.alert.dispatch;

import java.time.Duration;

/// How much there may be of everything. Alerts beyond `alertsMax` are refused, groups beyond
/// `groupsMax` are not made, and the sender or the log says so. Immutable.
public record DispatchLimits(
        int alertsMax,
        int groupsMax,
        int silencesMax,
        int labelsPerAlertMax,
        int labelBytesMax,
        int sendsAtOnceMax,
        Duration silenceRetention) {
    public static final DispatchLimits DEFAULT =
            new DispatchLimits(100_000, 20_000, 10_000, 256, 64 * 1024, 64, Duration.ofDays(5));

    public DispatchLimits {
        require(alertsMax, "alertsMax");
        require(groupsMax, "groupsMax");
        require(silencesMax, "silencesMax");
        require(labelsPerAlertMax, "labelsPerAlertMax");
        require(labelBytesMax, "labelBytesMax");
        require(sendsAtOnceMax, "sendsAtOnceMax");
        if (silenceRetention.isNegative()) {
            throw new IllegalArgumentException(
                    "silenceRetention: " + silenceRetention + " (expected: not negative)");
        }
    }

    private static void require(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
