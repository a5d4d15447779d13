package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.alert.ReceivedAlert;
import dev.slipway.series.Labels;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Makes alerts of what senders send. Stateless.
final class AlertIntake {
    private AlertIntake() {}

    static Alert alert(ReceivedAlert received, Instant now, Duration resolveTimeout) {
        Instant start = received.startsAt();
        Instant end = received.endsAt();
        boolean endAssumed = end == null;
        if (start == null) {
            start = end == null || end.isAfter(now) ? now : end;
        }
        if (end == null) {
            end = now.plus(resolveTimeout);
        }
        return new Alert(
                received.labels(),
                received.annotations(),
                start,
                end,
                now,
                endAssumed,
                received.generatorUrl());
    }

    /// What is wrong with an alert, or null.
    static @Nullable String problem(Alert alert, DispatchLimits limits) {
        Labels labels = alert.labels();
        if (labels.isEmpty()) {
            return "found an alert without labels (expected: at least one)";
        }
        if (alert.startsAt().isAfter(alert.endsAt())) {
            return "%s: startsAt is after endsAt (expected: before)".formatted(labels);
        }
        int count = labels.size() + alert.annotations().size();
        if (count > limits.labelsPerAlertMax()) {
            return "%s: %d labels and annotations (expected: at most %d)"
                    .formatted(alert.name(), count, limits.labelsPerAlertMax());
        }
        long length = length(labels) + length(alert.annotations());
        if (length > limits.labelBytesMax()) {
            return "%s: %d characters of labels and annotations (expected: at most %d)"
                    .formatted(alert.name(), length, limits.labelBytesMax());
        }
        return null;
    }

    private static long length(Labels labels) {
        long length = 0;
        for (int i = 0; i < labels.size(); i++) {
            length += labels.name(i).length() + labels.value(i).length();
        }
        return length;
    }
}
