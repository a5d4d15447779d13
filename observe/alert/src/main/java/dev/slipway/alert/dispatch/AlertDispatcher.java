package dev.slipway.alert.dispatch;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.alert.Alert;
import dev.slipway.alert.AlertSink;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.ReceivedAlert;
import dev.slipway.alert.config.Route;
import dev.slipway.controller.Component;
import dev.slipway.controller.Time;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Takes alerts and sees to it that those who must know are told, as Alertmanager does: routed into
/// groups, kept back by inhibition, silences and mute times, sent when something changed or the
/// repeat interval is over, tried again while that makes sense.
///
/// What is needed to go on after a crash is on disk before anybody acts on it: alerts when they
/// begin and end, silences, and who was told what. A message may be sent twice only if the process
/// dies between the receiver's answer and the sync that follows. After a restart, alerts that fired
/// are taken to fire for one more `resolve_timeout`, within which their senders speak up.
///
/// One lock guards the decisions; neither sending nor syncing happens while it is held.
/// Thread-safe.
public final class AlertDispatcher implements AlertSink, Component {
    private static final System.Logger LOG = System.getLogger(AlertDispatcher.class.getName());
    private static final Duration UPKEEP_INTERVAL = Duration.ofSeconds(30);
    private static final int PROBLEMS_MAX = 100;

    private final Time time;
    private final DispatchLimits limits;
    private final Executor executor;
    private final StateLog state;
    private final Silences silences;
    private final Sender sender;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Fingerprint, Alert> alerts = new HashMap<>();

    @GuardedBy("lock")
    private final NotificationLog log = new NotificationLog();

    @GuardedBy("lock")
    private Groups groups;

    @GuardedBy("lock")
    private Routing routing;

    @GuardedBy("lock")
    private Inhibitor inhibitor;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private Time.@Nullable Scheduled upkeep;

    /// Opens the state in `folder`. `executor` must run what it is given soon and on other threads,
    /// one for each task: virtual threads. Throws [UncheckedIOException].
    public AlertDispatcher(
            Path folder, Routing routing, DispatchLimits limits, Time time, Executor executor) {
        this.time = requireNonNull(time, "time");
        this.limits = requireNonNull(limits, "limits");
        this.executor = requireNonNull(executor, "executor");
        this.routing = requireNonNull(routing, "routing");
        this.silences =
                new Silences(
                        time::now, limits, () -> UUID.randomUUID().toString(), this::keepSilence);
        this.sender = new Sender(time, executor, limits.sendsAtOnceMax());
        this.inhibitor = new Inhibitor(routing.config().inhibitRules());
        this.groups = new Groups(limits.groupsMax());
        this.state = StateLog.open(folder, this::restore);
    }

    /// Takes up where the last process stopped.
    @Override
    public void start() {
        synchronized (lock) {
            Instant now = time.now();
            Duration grace = routing.config().resolveTimeout();
            alerts.replaceAll((_, alert) -> AlertState.revived(alert, now, grace));
            adopt(routing);
            scheduleUpkeep();
        }
    }

    /// Goes on with another configuration. Groups that it still has go on as they were.
    public void use(Routing newer) {
        synchronized (lock) {
            adopt(requireNonNull(newer, "newer"));
        }
    }

    public Routing routing() {
        synchronized (lock) {
            return routing;
        }
    }

    public Silences silences() {
        return silences;
    }

    /// Messages that arrived, and that were given up.
    public Figures figures() {
        synchronized (lock) {
            return new Figures(alerts.size(), groups.all().size(), sender.sent(), sender.failed());
        }
    }

    /// How many there are, for the metrics.
    public record Figures(int alerts, int groups, long messagesSent, long messagesFailed) {}

    @Override
    public List<String> put(List<ReceivedAlert> received) {
        List<String> problems = new ArrayList<>();
        synchronized (lock) {
            Instant now = time.now();
            for (ReceivedAlert each : received) {
                String problem = put(each, now);
                if (problem != null && problems.size() < PROBLEMS_MAX) {
                    problems.add(problem);
                }
            }
        }
        syncOrLog();
        return problems;
    }

    /// Every alert that is not over, in the order of their fingerprints.
    public List<AlertStatus> alerts() {
        synchronized (lock) {
            return statuses(
                    alerts.values().stream()
                            .sorted(java.util.Comparator.comparing(Alert::fingerprint))
                            .toList());
        }
    }

    /// Every group with its alerts that are not over, in the order of their labels.
    public List<GroupStatus> groups() {
        synchronized (lock) {
            List<GroupStatus> found = new ArrayList<>();
            for (Group group : groups.inOrder()) {
                List<AlertStatus> members = statuses(group.alerts());
                if (!members.isEmpty()) {
                    found.add(
                            new GroupStatus(
                                    group.route().receiver(), group.id().labels(), members));
                }
            }
            return found;
        }
    }

    /// Waits a little for messages under way, so that it is remembered that they arrived.
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            groups.all().forEach(Group::cancel);
            if (upkeep != null) {
                upkeep.cancel();
            }
        }
        sender.close();
        state.close();
    }

    @GuardedBy("lock")
    private @Nullable String put(ReceivedAlert received, Instant now) {
        Alert alert = AlertIntake.alert(received, now, routing.config().resolveTimeout());
        String problem = AlertIntake.problem(alert, limits);
        if (problem != null) {
            return problem;
        }
        Fingerprint fingerprint = alert.fingerprint();
        Alert known = alerts.get(fingerprint);
        if (known == null && alerts.size() >= limits.alertsMax()) {
            return "%s: there are %d alerts (at most %d are kept)"
                    .formatted(alert.labels(), alerts.size(), limits.alertsMax());
        }
        Alert merged = known == null ? alert : alert.after(known);
        alerts.put(fingerprint, merged);
        if (known == null || AlertState.differs(known, merged, now)) {
            state.add(new StateRecord.AlertKept(merged));
        }
        inhibitor.put(merged);
        for (Route route : routing.config().route().match(merged.labels())) {
            addToGroup(merged, route, now);
        }
        return null;
    }

    @GuardedBy("lock")
    private void addToGroup(Alert alert, Route route, Instant now) {
        Group known = groups.find(alert, route);
        Group group = known == null ? groups.make(alert, route) : known;
        if (group == null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Alert has no group, there are too many. alert={0} groups={1}",
                    alert.labels(),
                    limits.groupsMax());
            return;
        }
        group.put(alert);
        boolean overdue =
                !group.hasFlushed()
                        && alert.startsAt().plus(route.timing().groupWait()).isBefore(now);
        if (overdue) {
            schedule(group, Duration.ZERO);
        } else if (known == null) {
            schedule(group, route.timing().groupWait());
        }
    }

    @GuardedBy("lock")
    private void schedule(Group group, Duration delay) {
        if (!closed) {
            group.scheduled(time.schedule(delay, () -> executor.execute(() -> flush(group))));
        }
    }

    private void flush(Group group) {
        List<Delivery> deliveries;
        List<Alert> over;
        synchronized (lock) {
            if (closed || !groups.has(group)) {
                return;
            }
            if (group.isSending()) {
                group.wantFlush();
                return;
            }
            Instant now = time.now();
            group.markFlushed();
            schedule(group, group.route().timing().groupInterval());
            over = noteEnded(group, now);
            group.removeTold(tooLateToTell(over, group, now));
            deliveries = new Flush(routing, group, now).deliveries(log, unheld(group, now));
            group.beginSending(deliveries.size());
            if (deliveries.isEmpty()) {
                group.removeTold(over);
            }
        }
        syncOrLog();
        FlushOutcome outcome = new FlushOutcome();
        for (Delivery delivery : deliveries) {
            sender.send(
                    delivery,
                    (arrived, attempts) ->
                            sent(group, delivery, outcome.with(arrived, attempts), over));
        }
    }

    private void sent(Group group, Delivery delivery, FlushOutcome outcome, List<Alert> over) {
        boolean again;
        synchronized (lock) {
            if (outcome.lastArrived()) {
                LogEntry entry =
                        NotificationLog.entry(
                                outcome.isFirstAttempt()
                                        ? delivery.notification().time()
                                        : time.now(),
                                delivery.firing(),
                                delivery.resolved(),
                                delivery.repeatInterval());
                log.put(delivery.logKey(), entry);
                state.add(new StateRecord.Told(delivery.logKey(), entry));
            }
            boolean last = group.endSending();
            if (last && outcome.allArrived()) {
                group.removeTold(over);
            }
            again = last && group.takeWantedFlush() && !closed;
        }
        syncOrLog();
        if (again) {
            executor.execute(() -> flush(group));
        }
    }

    /// That an alert is over because nobody sent it again is remembered before anybody is told, or
    /// it would fire again after a restart.
    @GuardedBy("lock")
    private List<Alert> noteEnded(Group group, Instant now) {
        List<Alert> ended = group.alerts().stream().filter(each -> each.isResolvedAt(now)).toList();
        for (Alert each : ended) {
            if (each.updatedAt().isBefore(each.endsAt())) {
                state.add(new StateRecord.AlertKept(AlertState.ended(each)));
            }
        }
        return ended;
    }

    /// What has been over for a whole repeat interval and still could not be told is given up, or a
    /// receiver that is gone for good would fill the memory.
    private static List<Alert> tooLateToTell(List<Alert> over, Group group, Instant now) {
        Instant latest = now.minus(group.route().timing().repeatInterval());
        return over.stream().filter(each -> each.endsAt().isBefore(latest)).toList();
    }

    @GuardedBy("lock")
    private List<Alert> unheld(Group group, Instant now) {
        List<Alert> unheld = new ArrayList<>();
        if (!routing.mutedBy(group.route(), now).isEmpty()) {
            return unheld;
        }
        for (Alert each : group.alerts()) {
            boolean held =
                    !inhibitor.inhibitors(each.labels(), now).isEmpty()
                            || !silences.holding(each, now).isEmpty();
            if (!held) {
                unheld.add(each);
            }
        }
        return unheld;
    }

    /// Of those that are not over.
    @GuardedBy("lock")
    private List<AlertStatus> statuses(Collection<Alert> of) {
        Instant now = time.now();
        List<AlertStatus> statuses = new ArrayList<>();
        for (Alert each : of) {
            if (!each.isResolvedAt(now)) {
                statuses.add(status(each, now));
            }
        }
        return statuses;
    }

    @GuardedBy("lock")
    private AlertStatus status(Alert alert, Instant now) {
        List<Route> routes = routing.config().route().match(alert.labels());
        Set<String> muted = new LinkedHashSet<>();
        boolean allMuted = true;
        for (Route route : routes) {
            List<String> muting = routing.mutedBy(route, now);
            muted.addAll(muting);
            allMuted &= !muting.isEmpty();
        }
        return new AlertStatus(
                alert,
                routes.stream().map(Route::receiver).toList(),
                silences.holding(alert, now),
                inhibitor.inhibitors(alert.labels(), now).stream()
                        .map(Fingerprint::toString)
                        .toList(),
                allMuted ? List.copyOf(muted) : List.of());
    }

    @GuardedBy("lock")
    private void adopt(Routing newer) {
        Instant now = time.now();
        Groups old = groups;
        routing = newer;
        groups = new Groups(limits.groupsMax());
        inhibitor = new Inhibitor(newer.config().inhibitRules());
        for (Alert alert : alerts.values()) {
            inhibitor.put(alert);
            for (Route route : newer.config().route().match(alert.labels())) {
                join(alert, route, old, now);
            }
        }
        for (Group each : old.all()) {
            if (!groups.has(each)) {
                each.cancel();
            }
        }
    }

    @GuardedBy("lock")
    private void join(Alert alert, Route route, Groups old, Instant now) {
        boolean isFirst = groups.find(alert, route) == null;
        Group kept = isFirst ? old.find(alert, route) : null;
        if (kept != null) {
            groups.keep(kept, route);
        }
        addToGroup(alert, route, now);
        if (isFirst && kept == null) {
            resume(groups.find(alert, route), now);
        }
    }

    /// A group of which somebody was told before the restart waits for the rest of its interval.
    @GuardedBy("lock")
    private void resume(@Nullable Group group, Instant now) {
        if (group == null) {
            return;
        }
        Instant last = new Flush(routing, group, now).lastTold(log);
        if (last != null) {
            Instant next = last.plus(group.route().timing().groupInterval());
            group.markFlushed();
            schedule(group, next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO);
        }
    }

    @GuardedBy("lock")
    private void scheduleUpkeep() {
        if (!closed) {
            upkeep = time.schedule(UPKEEP_INTERVAL, () -> executor.execute(this::upkeep));
        }
    }

    /// Forgets what is of no use any more.
    private void upkeep() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            Instant now = time.now();
            groups.removeEmpty();
            forgetEnded(now);
            log.takeExpired(now).forEach(key -> state.add(new StateRecord.ToldGone(key)));
            silences.takeOutdated(now).forEach(state::add);
            try {
                if (state.isWorthRewriting()) {
                    state.rewrite(AlertState.records(alerts.values(), silences.all(), log, now));
                }
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.ERROR, "State of alerts not rewritten.", e);
            }
            scheduleUpkeep();
        }
        syncOrLog();
    }

    @GuardedBy("lock")
    private void forgetEnded(Instant now) {
        List<Alert> ended =
                alerts.values().stream().filter(each -> each.isResolvedAt(now)).toList();
        Set<Fingerprint> held = ended.isEmpty() ? Set.of() : groups.held();
        for (Alert alert : ended) {
            Fingerprint fingerprint = alert.fingerprint();
            if (!held.contains(fingerprint)) {
                alerts.remove(fingerprint);
                inhibitor.remove(alert);
                silences.forget(fingerprint);
                state.add(new StateRecord.AlertGone(fingerprint));
            }
        }
    }

    private void restore(StateRecord record) {
        synchronized (lock) {
            switch (record) {
                case StateRecord.AlertKept(Alert alert) -> alerts.put(alert.fingerprint(), alert);
                case StateRecord.AlertGone(Fingerprint gone) -> alerts.remove(gone);
                case StateRecord.SilenceKept _, StateRecord.SilenceGone _ ->
                        silences.restore(record);
                case StateRecord.Told(String key, LogEntry entry) -> log.put(key, entry);
                case StateRecord.ToldGone(String key) -> log.remove(key);
            }
        }
    }

    private void keepSilence(StateRecord.SilenceKept record) {
        state.add(record);
        try {
            state.sync();
        } catch (UncheckedIOException e) {
            // It is refused, and so must not come back once the disk takes writes again.
            state.add(silences.asKnown(record.silence().id()));
            throw e;
        }
    }

    /// To be told of an alert matters more than to remember it.
    private void syncOrLog() {
        try {
            state.sync();
        } catch (UncheckedIOException e) {
            LOG.log(System.Logger.Level.ERROR, "State of alerts not written.", e);
        }
    }
}
