package dev.slipway.rule;

import dev.slipway.series.Labels;

/// One alert of one rule, from its first result until fifteen minutes after its end. Guarded by its
/// rule. Times are milliseconds; [#NEVER] where it has not happened.
final class ActiveAlert {
    static final long NEVER = Long.MIN_VALUE;

    final Labels labels;
    Labels annotations;
    double value;
    AlertState state = AlertState.PENDING;
    long activeAtMillis;
    long firedAtMillis = NEVER;
    long resolvedAtMillis = NEVER;
    long lastSentMillis = NEVER;
    long validUntilMillis = NEVER;
    long keepFiringSinceMillis = NEVER;

    ActiveAlert(Labels labels, Labels annotations, double value, long activeAtMillis) {
        this.labels = labels;
        this.annotations = annotations;
        this.value = value;
        this.activeAtMillis = activeAtMillis;
    }

    boolean isResolved() {
        return resolvedAtMillis != NEVER;
    }

    /// What has ended is told at once; everything else again after a while.
    boolean needsSending(long nowMillis, long resendDelayMillis) {
        if (state == AlertState.PENDING) {
            return false;
        }
        if (lastSentMillis == NEVER || resolvedAtMillis > lastSentMillis) {
            return true;
        }
        return lastSentMillis + resendDelayMillis <= nowMillis;
    }
}
