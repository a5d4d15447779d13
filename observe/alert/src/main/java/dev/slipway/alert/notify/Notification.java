package dev.slipway.alert.notify;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.Alert;
import dev.slipway.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a receiver is told: the alerts of one group, as they are at `time`. `patience` is how long
/// sending may take. Immutable.
public record Notification(
        String receiver,
        String groupKey,
        Labels groupLabels,
        List<Alert> alerts,
        Instant time,
        Duration patience) {
    public Notification {
        requireNonNull(receiver, "receiver");
        requireNonNull(groupKey, "groupKey");
        requireNonNull(groupLabels, "groupLabels");
        alerts = List.copyOf(alerts);
        requireNonNull(time, "time");
        requireNonNull(patience, "patience");
    }

    public List<Alert> firing() {
        return alerts.stream().filter(each -> !each.isResolvedAt(time)).toList();
    }

    public List<Alert> resolved() {
        return alerts.stream().filter(each -> each.isResolvedAt(time)).toList();
    }

    public boolean isFiring() {
        return alerts.stream().anyMatch(each -> !each.isResolvedAt(time));
    }

    public Notification withAlerts(List<Alert> others) {
        return new Notification(receiver, groupKey, groupLabels, others, time, patience);
    }

    public Notification withPatience(Duration other) {
        return new Notification(receiver, groupKey, groupLabels, alerts, time, other);
    }
}
