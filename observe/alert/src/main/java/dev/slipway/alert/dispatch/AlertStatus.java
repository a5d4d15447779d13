package dev.slipway.alert.dispatch;

import static java.util.Objects.requireNonNull;

import dev.slipway.alert.Alert;
import java.util.List;

/// An alert, who is told of it, and what keeps them from being told. Immutable.
public record AlertStatus(
        Alert alert,
        List<String> receivers,
        List<String> silencedBy,
        List<String> inhibitedBy,
        List<String> mutedBy) {
    public AlertStatus {
        requireNonNull(alert, "alert");
        receivers = List.copyOf(receivers);
        silencedBy = List.copyOf(silencedBy);
        inhibitedBy = List.copyOf(inhibitedBy);
        mutedBy = List.copyOf(mutedBy);
    }

    public boolean isSuppressed() {
        return !silencedBy.isEmpty() || !inhibitedBy.isEmpty() || !mutedBy.isEmpty();
    }
}
