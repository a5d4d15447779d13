package dev.slipway.alert.dispatch;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.Matchers;
import dev.slipway.alert.config.Route;
import dev.slipway.controller.Time;
import dev.slipway.series.Labels;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Alerts that are notified together: those of one route with the same values of the labels that
/// the route groups by. Owned by the dispatcher and guarded by its lock.
///
/// ```
///            group_wait, or at once if            group_interval
///            the alert is older than that         ┌───────────┐
///  first ──▶ WAITING ──────────────────────▶ FLUSHED ◀────────┘
///  alert                                      │ empty for a while
///                                             ▼
///                                            gone
/// ```
final class Group {
    /// What tells groups apart.
    record Id(String routeKey, String receiver, Labels labels) {}

    private final Id id;
    private final TreeMap<Fingerprint, Alert> alerts = new TreeMap<>();
    private Route route;
    private Time.@Nullable Scheduled next;
    private boolean flushed;
    private boolean flushWanted;
    private int sending;

    Group(Id id, Route route) {
        this.id = id;
        this.route = route;
    }

    Id id() {
        return id;
    }

    /// As receivers see it: `{}/{severity="page"}:{alertname="Down"}`.
    String key() {
        return id.routeKey() + ":" + Matchers.text(id.labels());
    }

    Route route() {
        return route;
    }

    void startOver(Route newer) {
        route = newer;
        alerts.clear();
    }

    void put(Alert alert) {
        alerts.put(alert.fingerprint(), alert);
    }

    Collection<Alert> alerts() {
        return alerts.values();
    }

    boolean isEmpty() {
        return alerts.isEmpty();
    }

    boolean hasFlushed() {
        return flushed;
    }

    void markFlushed() {
        flushed = true;
    }

    void scheduled(Time.Scheduled task) {
        cancel();
        next = task;
    }

    void cancel() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    boolean isSending() {
        return sending > 0;
    }

    /// A flush that has to wait for the messages under way.
    void wantFlush() {
        flushWanted = true;
    }

    void beginSending(int messages) {
        sending = messages;
    }

    /// True if that was the last message under way.
    boolean endSending() {
        return --sending == 0;
    }

    boolean takeWantedFlush() {
        boolean wanted = flushWanted;
        flushWanted = false;
        return wanted;
    }

    /// Those told of as over, unless something new has been heard of them since.
    void removeTold(List<Alert> told) {
        for (Alert each : told) {
            Fingerprint fingerprint = each.fingerprint();
            Alert now = alerts.get(fingerprint);
            if (now != null
                    && now.updatedAt().equals(each.updatedAt())
                    && now.endsAt().equals(each.endsAt())) {
                alerts.remove(fingerprint);
            }
        }
    }
}
