package dev.slipway.rule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// See [RuleState]; remembers the alerts. They are looked at by others while a query runs, so the
/// lock is held only where they change.
final class AlertingState implements RuleState {
    static final String ALERT_NAME = "alertname";
    static final String STATE_LABEL = "alertstate";
    static final String ALERTS = "ALERTS";
    static final String FOR_STATE = "ALERTS_FOR_STATE";

    /// So long a resolved alert is told again, should who listens have missed it.
    private static final Duration RESOLVED_RETENTION = Duration.ofMinutes(15);

    private final Rule.Alerting rule;
    private final AlertTemplates.Setting setting;

    @GuardedBy("this")
    private final Map<Labels, ActiveAlert> active = new LinkedHashMap<>();

    /// Until then no series are written: they would hide what is to be restored from.
    @GuardedBy("this")
    private boolean restored;

    AlertingState(Rule.Alerting rule, AlertTemplates.Setting setting, boolean restored) {
        this.rule = rule;
        this.setting = setting;
        this.restored = restored;
    }

    @Override
    public Rule.Alerting rule() {
        return rule;
    }

    @Override
    public List<RuleQueries.Sample> evaluate(Moment moment, int limit) {
        Map<Labels, ActiveAlert> results = results(moment);
        synchronized (this) {
            results.forEach(this::merge);
            List<RuleQueries.Sample> written = new ArrayList<>();
            int count = advance(moment, results, written);
            if (limit > 0 && count > limit) {
                active.clear();
                throw new RuleException(
                        "exceeded limit of " + limit + " with " + count + " alerts");
            }
            return written;
        }
    }

    /// Alerts as the query answers them now.
    private Map<Labels, ActiveAlert> results(Moment moment) {
        AlertTemplates templates = new AlertTemplates(setting, rule.name(), moment.queryMillis());
        Map<Labels, ActiveAlert> results = new LinkedHashMap<>();
        for (RuleQueries.Sample each :
                setting.queries().evaluate(rule.expression(), moment.queryMillis())) {
            Labels.Builder builder = each.labels().withoutMetricName().toBuilder();
            rule.labels().forEach((name, text) -> builder.set(name, templates.expand(text, each)));
            Labels labels = builder.set(ALERT_NAME, rule.name()).build();
            Labels.Builder annotations = Labels.builder();
            rule.annotations()
                    .forEach((name, text) -> annotations.set(name, templates.expand(text, each)));
            ActiveAlert alert =
                    new ActiveAlert(labels, annotations.build(), each.value(), moment.timeMillis());
            if (results.putIfAbsent(labels, alert) != null) {
                throw new RuleException(
                        "vector contains metrics with the same labelset after applying alert"
                                + " labels: "
                                + labels);
            }
        }
        return results;
    }

    @GuardedBy("this")
    private void merge(Labels labels, ActiveAlert result) {
        ActiveAlert known = active.get(labels);
        if (known == null || known.state == AlertState.INACTIVE) {
            active.put(labels, result);
        } else {
            known.value = result.value;
            known.annotations = result.annotations;
        }
    }

    /// Moves every alert on; says how many are pending or firing.
    @GuardedBy("this")
    private int advance(
            Moment moment, Map<Labels, ActiveAlert> results, List<RuleQueries.Sample> written) {
        int count = 0;
        long now = moment.timeMillis();
        for (Iterator<ActiveAlert> each = active.values().iterator(); each.hasNext(); ) {
            ActiveAlert alert = each.next();
            if (results.containsKey(alert.labels)) {
                alert.keepFiringSinceMillis = ActiveAlert.NEVER;
            } else if (!isKeptFiring(alert, now)) {
                if (isOver(alert, now)) {
                    each.remove();
                }
                if (alert.state != AlertState.INACTIVE) {
                    alert.state = AlertState.INACTIVE;
                    alert.resolvedAtMillis = now;
                }
                continue;
            }
            count++;
            boolean held = now - alert.activeAtMillis >= rule.hold().toMillis();
            if (alert.state == AlertState.PENDING && held) {
                alert.state = AlertState.FIRING;
                alert.firedAtMillis = now;
            }
            if (restored) {
                write(alert, written);
            }
        }
        return count;
    }

    private boolean isKeptFiring(ActiveAlert alert, long now) {
        if (alert.state != AlertState.FIRING || rule.keepFiring().isZero()) {
            return false;
        }
        if (alert.keepFiringSinceMillis == ActiveAlert.NEVER) {
            alert.keepFiringSinceMillis = now;
        }
        return now - alert.keepFiringSinceMillis < rule.keepFiring().toMillis();
    }

    private static boolean isOver(ActiveAlert alert, long now) {
        return alert.state == AlertState.PENDING
                || (alert.isResolved()
                        && now - alert.resolvedAtMillis > RESOLVED_RETENTION.toMillis());
    }

    private static void write(ActiveAlert alert, List<RuleQueries.Sample> written) {
        Labels.Builder shown = alert.labels.toBuilder().set(Labels.METRIC_NAME, ALERTS);
        written.add(RuleQueries.Sample.of(shown.set(STATE_LABEL, alert.state.text()).build(), 1));
        written.add(
                RuleQueries.Sample.of(
                        alert.labels.with(Labels.METRIC_NAME, FOR_STATE),
                        (double) Math.floorDiv(alert.activeAtMillis, 1000)));
    }

    /// What is to be told now; it counts as told.
    synchronized List<AlertSink.Notice> takeNotices(
            long now, Duration resendDelay, Duration interval) {
        long longer = Math.max(resendDelay.toMillis(), interval.toMillis());
        List<AlertSink.Notice> notices = new ArrayList<>();
        for (ActiveAlert alert : active.values()) {
            if (alert.needsSending(now, resendDelay.toMillis())) {
                alert.lastSentMillis = now;
                // Who listens survives two evaluations, or sendings, that fail.
                alert.validUntilMillis = now + 4 * longer;
                long end = alert.isResolved() ? alert.resolvedAtMillis : alert.validUntilMillis;
                notices.add(
                        new AlertSink.Notice(
                                alert.labels,
                                alert.annotations,
                                Instant.ofEpochMilli(alert.firedAtMillis),
                                Instant.ofEpochMilli(end),
                                TemplateTexts.graphPath(rule.expression(), 1)));
            }
        }
        return notices;
    }

    /// Gives alerts the start they had before a restart.
    ///
    /// @param found by labels, what `ALERTS_FOR_STATE` said last
    synchronized void restore(Map<Labels, Restored> found, long now, Duration graceAfterRestart) {
        for (ActiveAlert alert : active.values()) {
            Restored before = found.get(alert.labels);
            if (before != null) {
                alert.activeAtMillis = before.activeAt(now, rule.hold(), graceAfterRestart);
            }
        }
        restored = true;
    }

    synchronized boolean isRestored() {
        return restored;
    }

    /// What is known of an alert from before a restart.
    ///
    /// @param seenMillis when that was written
    record Restored(long activeAtMillis, long seenMillis) {
        /// Time when nobody watched does not count as time held.
        long activeAt(long now, Duration hold, Duration grace) {
            long remaining = hold.toMillis() - (seenMillis - activeAtMillis);
            if (remaining <= 0) {
                return activeAtMillis;
            }
            return remaining < grace.toMillis()
                    ? now + grace.toMillis() - hold.toMillis()
                    : activeAtMillis + (now - seenMillis);
        }
    }

    /// Takes over what a state of the same rule remembered.
    void inherit(AlertingState other) {
        Map<Labels, ActiveAlert> alerts;
        boolean wasRestored;
        synchronized (other) {
            alerts = new LinkedHashMap<>(other.active);
            wasRestored = other.restored;
        }
        synchronized (this) {
            active.putAll(alerts);
            restored = wasRestored;
        }
    }

    synchronized AlertState state() {
        return active.values().stream()
                .map(each -> each.state)
                .max(Comparator.naturalOrder())
                .orElse(AlertState.INACTIVE);
    }

    synchronized List<GroupView.AlertView> alerts() {
        return active.values().stream()
                .filter(each -> each.state != AlertState.INACTIVE)
                .map(each ->
                        new GroupView.AlertView(
                                each.labels,
                                each.annotations,
                                each.state,
                                Instant.ofEpochMilli(each.activeAtMillis),
                                each.keepFiringSinceMillis == ActiveAlert.NEVER
                                        ? null
                                        : Instant.ofEpochMilli(each.keepFiringSinceMillis),
                                each.value))
                .toList();
    }
}
