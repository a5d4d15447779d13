package dev.slipway.alert.dispatch;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.util.List;

/// A group of alerts as it is now. Immutable.
public record GroupStatus(String receiver, Labels labels, List<AlertStatus> alerts) {
    public GroupStatus {
        requireNonNull(receiver, "receiver");
        requireNonNull(labels, "labels");
        alerts = List.copyOf(alerts);
    }
}
