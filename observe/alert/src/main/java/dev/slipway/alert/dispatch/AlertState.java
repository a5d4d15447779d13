package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What of an alert is worth a write, and what a restart makes of it. Stateless.
final class AlertState {
    private AlertState() {}

    /// That an alert that fires has been sent again is not written: it happens all the time, and a
    /// restart waits for senders anyway.
    static boolean differs(Alert known, Alert merged, Instant now) {
        return known.isResolvedAt(now) != merged.isResolvedAt(now)
                || !known.startsAt().equals(merged.startsAt())
                || (merged.isResolvedAt(now) && !known.endsAt().equals(merged.endsAt()))
                || !known.annotations().equals(merged.annotations())
                || !known.generatorUrl().equals(merged.generatorUrl());
    }

    /// As one that is known to be over: it was heard of when it ended.
    static Alert ended(Alert alert) {
        if (!alert.updatedAt().isBefore(alert.endsAt())) {
            return alert;
        }
        return new Alert(
                alert.labels(),
                alert.annotations(),
                alert.startsAt(),
                alert.endsAt(),
                alert.endsAt(),
                alert.endAssumed(),
                alert.generatorUrl());
    }

    /// One that fired when it was last written fires a while longer.
    static Alert revived(Alert alert, Instant now, Duration grace) {
        Instant end = now.plus(grace);
        boolean fired = alert.endsAt().isAfter(alert.updatedAt());
        return fired && alert.endsAt().isBefore(end) ? alert.endingAt(end) : alert;
    }

    /// All that must be remembered.
    static List<StateRecord> records(
            Collection<Alert> alerts, List<Silence> silences, NotificationLog log, Instant now) {
        List<StateRecord> records = new ArrayList<>();
        for (Alert each : alerts) {
            records.add(new StateRecord.AlertKept(each.isResolvedAt(now) ? ended(each) : each));
        }
        silences.forEach(each -> records.add(new StateRecord.SilenceKept(each)));
        log.entries().forEach((key, entry) -> records.add(new StateRecord.Told(key, entry)));
        return records;
    }
}
