package dev.slipway.rule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.rule.GroupView.Health;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import dev.slipway.series.StaleMarker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Evaluates the rules of one group in order. What a rule wrote is committed before the next is
/// looked at, so that it sees it. One thread evaluates; any may look.
final class GroupEvaluation {
    private static final System.Logger LOG = System.getLogger(GroupEvaluation.class.getName());

    /// Where everything goes.
    record Surroundings(
            RuleQueries queries,
            SeriesStore store,
            AlertSink sink,
            RuleOptions options,
            RuleClock clock) {}

    /// One rule with what is known of its last evaluation. Guarded by the group.
    private static final class Slot {
        private final RuleState state;
        private Set<Labels> series = new LinkedHashSet<>();
        private Health health = Health.UNKNOWN;
        private String lastError = "";
        private @Nullable Instant lastEvaluation;
        private Duration lastTook = Duration.ZERO;

        Slot(RuleState state) {
            this.state = state;
        }
    }

    private final RuleGroup group;
    private final Surroundings around;
    private final List<Slot> slots = new ArrayList<>();
    private final boolean restores;

    /// Series of rules that are no more, to be ended.
    @GuardedBy("this")
    private Set<Labels> orphans = new LinkedHashSet<>();

    @GuardedBy("this")
    private @Nullable Instant lastEvaluation;

    @GuardedBy("this")
    private Duration lastTook = Duration.ZERO;

    @GuardedBy("this")
    private long evaluations;

    @GuardedBy("this")
    private long missed;

    @GuardedBy("this")
    private long failures;

    /// @param restores whether alerts are to be given the start they had before a restart
    GroupEvaluation(RuleGroup group, Surroundings around, boolean restores) {
        this.group = group;
        this.around = around;
        this.restores = restores;
        RuleOptions options = around.options;
        AlertTemplates.Setting setting =
                new AlertTemplates.Setting(
                        around.queries, options.externalLabels(), options.externalUrl());
        for (Rule rule : group.rules()) {
            slots.add(
                    new Slot(
                            switch (rule) {
                                case Rule.Recording recording ->
                                        new RecordingState(recording, around.queries);
                                case Rule.Alerting alerting ->
                                        new AlertingState(
                                                alerting,
                                                setting,
                                                !restores || !isRestorable(alerting));
                            }));
        }
    }

    /// Alerts that are held but shortly start anew instead.
    private boolean isRestorable(Rule.Alerting rule) {
        return rule.hold().compareTo(around.options.graceAfterRestart()) >= 0;
    }

    RuleGroup group() {
        return group;
    }

    Duration interval() {
        return group.interval().isZero() ? around.options.interval() : group.interval();
    }

    void evaluate(Instant time) {
        Instant start = around.clock.now();
        long offset = group.queryOffset().toMillis();
        RuleState.Moment moment =
                new RuleState.Moment(time.toEpochMilli(), time.toEpochMilli() - offset);
        for (Slot slot : slots) {
            evaluate(slot, time, moment);
        }
        endOrphans(moment);
        long done;
        synchronized (this) {
            lastEvaluation = time;
            lastTook = Duration.between(start, around.clock.now());
            done = ++evaluations;
        }
        // Only after the second evaluation have recording rules written what alerts rely on.
        if (restores && done == 2) {
            restore(time);
        }
    }

    private void evaluate(Slot slot, Instant time, RuleState.Moment moment) {
        Instant start = around.clock.now();
        String error = "";
        try {
            List<RuleQueries.Sample> samples = slot.state.evaluate(moment, group.limit());
            if (slot.state instanceof AlertingState alerting) {
                tell(alerting, moment);
            }
            error = write(slot, samples, moment);
        } catch (RuleException | SeriesException e) {
            error = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // A bug, which must not keep the other rules from being evaluated.
            error = "unforeseen: " + e;
            LOG.log(System.Logger.Level.ERROR, "A rule failed unforeseen.", e);
        }
        if (!error.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A rule could not be evaluated file={0} group={1} rule={2} error={3}",
                    group.file(),
                    group.name(),
                    slot.state.rule().name(),
                    error);
        }
        synchronized (this) {
            slot.health = error.isEmpty() ? Health.OK : Health.BAD;
            failures += error.isEmpty() ? 0 : 1;
            slot.lastError = error;
            slot.lastEvaluation = time;
            slot.lastTook = Duration.between(start, around.clock.now());
        }
    }

    private void tell(AlertingState alerting, RuleState.Moment moment) {
        List<AlertSink.Notice> notices =
                alerting.takeNotices(moment.timeMillis(), around.options.resendDelay(), interval());
        if (!notices.isEmpty()) {
            around.sink.send(notices);
        }
    }

    /// Writes samples, and the end of what the rule wrote before and does not now; says what the
    /// store did not take.
    private String write(Slot slot, List<RuleQueries.Sample> samples, RuleState.Moment moment) {
        Set<Labels> before;
        synchronized (this) {
            before = slot.series;
        }
        Set<Labels> now = new LinkedHashSet<>();
        Map<Appender.Outcome, Integer> refused = new HashMap<>();
        try (Appender appender = around.store.appender()) {
            for (RuleQueries.Sample each : samples) {
                long series = appender.series(each.labels());
                Appender.Outcome outcome =
                        each.histogram() == null
                                ? appender.append(series, moment.queryMillis(), each.value())
                                : appender.append(series, moment.queryMillis(), each.histogram());
                if (outcome != Appender.Outcome.ACCEPTED) {
                    refused.merge(outcome, 1, Integer::sum);
                }
                now.add(each.labels());
            }
            for (Labels each : before) {
                if (!now.contains(each)) {
                    end(appender, each, moment);
                }
            }
            appender.commit();
        }
        synchronized (this) {
            slot.series = now;
        }
        return refused.isEmpty() ? "" : "the store refused samples: " + refused;
    }

    private static void end(Appender appender, Labels labels, RuleState.Moment moment) {
        appender.append(appender.series(labels), moment.queryMillis(), StaleMarker.VALUE);
    }

    private void endOrphans(RuleState.Moment moment) {
        Set<Labels> ended;
        synchronized (this) {
            ended = orphans;
            orphans = new LinkedHashSet<>();
            slots.forEach(slot -> ended.removeAll(slot.series));
        }
        if (ended.isEmpty()) {
            return;
        }
        try (Appender appender = around.store.appender()) {
            for (Labels each : ended) {
                end(appender, each, moment);
            }
            appender.commit();
        } catch (SeriesException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The end of series could not be written file={0} group={1} error={2}",
                    group.file(),
                    group.name(),
                    e.getMessage());
        }
    }

    /// Ends all that the group wrote, because it is no more.
    void end(Instant time) {
        synchronized (this) {
            for (Slot slot : slots) {
                orphans.addAll(slot.series);
                slot.series = new LinkedHashSet<>();
            }
        }
        long millis = time.toEpochMilli() - group.queryOffset().toMillis();
        endOrphans(new RuleState.Moment(time.toEpochMilli(), millis));
    }

    private void restore(Instant now) {
        for (Slot slot : slots) {
            if (slot.state instanceof AlertingState alerting && !alerting.isRestored()) {
                Map<Labels, AlertingState.Restored> found = Map.of();
                try {
                    found = found(alerting.rule(), now);
                } catch (SeriesException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "The state of alerts could not be restored rule={0} error={1}",
                            alerting.rule().name(),
                            e.getMessage());
                }
                alerting.restore(found, now.toEpochMilli(), around.options.graceAfterRestart());
            }
        }
    }

    private Map<Labels, AlertingState.Restored> found(Rule.Alerting rule, Instant now) {
        Selection selection =
                new Selection(
                        List.of(
                                Matcher.equal(Labels.METRIC_NAME, AlertingState.FOR_STATE),
                                Matcher.equal(AlertingState.ALERT_NAME, rule.name())),
                        now.minus(around.options.outageTolerance()).toEpochMilli(),
                        now.toEpochMilli());
        Map<Labels, AlertingState.Restored> found = new HashMap<>();
        SampleColumns columns = new SampleColumns();
        try (SeriesCursor cursor = around.store.select(selection)) {
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
                int last = columns.size() - 1;
                if (last >= 0 && !Double.isNaN(columns.value(last))) {
                    found.put(
                            cursor.labels().withoutMetricName(),
                            new AlertingState.Restored(
                                    ((long) columns.value(last)) * 1000, columns.timeMillis(last)));
                }
            }
        }
        return found;
    }

    /// Takes over from the group as it was: what its rules, where they are the same, remember.
    void inherit(GroupEvaluation other) {
        Set<Slot> taken = new HashSet<>();
        for (Slot slot : slots) {
            for (Slot old : other.slots) {
                Rule rule = slot.state.rule();
                Rule before = old.state.rule();
                boolean same =
                        rule.name().equals(before.name())
                                && rule.labels().equals(before.labels())
                                && rule.getClass() == before.getClass();
                if (same && taken.add(old)) {
                    inherit(slot, old, other);
                    break;
                }
            }
        }
        Set<Labels> rest = new LinkedHashSet<>();
        synchronized (other) {
            other.slots.stream()
                    .filter(old -> !taken.contains(old))
                    .forEach(old -> rest.addAll(old.series));
        }
        synchronized (this) {
            orphans.addAll(rest);
        }
    }

    private void inherit(Slot slot, Slot old, GroupEvaluation other) {
        if (slot.state instanceof AlertingState alerting
                && old.state instanceof AlertingState before) {
            alerting.inherit(before);
        }
        Set<Labels> series;
        synchronized (other) {
            series = old.series;
        }
        synchronized (this) {
            slot.series = series;
        }
    }

    synchronized void addMissed(long count) {
        missed += count;
    }

    synchronized GroupView view() {
        List<GroupView.RuleView> rules = new ArrayList<>();
        long series = 0;
        for (Slot slot : slots) {
            series += slot.series.size();
            AlertState state = AlertState.INACTIVE;
            List<GroupView.AlertView> alerts = List.of();
            if (slot.state instanceof AlertingState alerting) {
                state = alerting.state();
                alerts = alerting.alerts();
            }
            rules.add(
                    new GroupView.RuleView(
                            slot.state.rule(),
                            slot.health,
                            slot.lastError,
                            slot.lastEvaluation,
                            slot.lastTook,
                            state,
                            alerts));
        }
        GroupView.Counts counts = new GroupView.Counts(evaluations, missed, failures, series);
        return new GroupView(group, interval(), lastEvaluation, lastTook, counts, rules);
    }
}
