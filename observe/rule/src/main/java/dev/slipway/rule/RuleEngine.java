package dev.slipway.rule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.series.SeriesStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates groups of rules, each in its own thread at its own times, until it is closed.
/// Thread-safe.
public final class RuleEngine implements AutoCloseable {
    private final GroupEvaluation.Surroundings around;

    /// Written under the lock; replaced as a whole, so that who looks need not wait for a reload,
    /// which waits for evaluations under way.
    private volatile Map<String, GroupLoop> loops = Map.of();

    @GuardedBy("this")
    private boolean closed;

    public RuleEngine(
            RuleOptions options,
            RuleQueries queries,
            SeriesStore store,
            AlertSink sink,
            RuleClock clock) {
        this.around = new GroupEvaluation.Surroundings(queries, store, sink, options, clock);
    }

    /// Evaluates these groups from now on. Groups that are as before go on undisturbed; changed
    /// ones keep the alerts of rules with the same name and labels. The series of what is gone are
    /// ended. Alerts of groups that were not there get back the start that they had before a
    /// restart.
    ///
    /// Throws [IllegalArgumentException] if two groups of a file have the same name.
    public synchronized void reload(List<RuleGroup> groups) {
        if (closed) {
            throw new IllegalStateException("The engine is closed");
        }
        Map<String, RuleGroup> wanted = byKey(groups);
        Map<String, GroupLoop> before = loops;
        Map<String, GroupLoop> next = new LinkedHashMap<>();
        List<GroupLoop> started = new ArrayList<>();
        wanted.forEach((key, group) -> {
            GroupLoop old = before.get(key);
            if (old != null && old.evaluation().group().equals(group)) {
                next.put(key, old);
            } else {
                GroupLoop loop = replaced(group, old);
                next.put(key, loop);
                started.add(loop);
            }
        });
        before.forEach((key, old) -> {
            if (!next.containsKey(key)) {
                old.close();
                old.evaluation().end(around.clock().now());
            }
        });
        loops = next;
        started.forEach(GroupLoop::start);
    }

    private static Map<String, RuleGroup> byKey(List<RuleGroup> groups) {
        Map<String, RuleGroup> byKey = new LinkedHashMap<>();
        for (RuleGroup each : groups) {
            if (byKey.put(each.key(), each) != null) {
                throw new IllegalArgumentException(
                        "group: " + each.name() + " twice in " + each.file());
            }
        }
        return byKey;
    }

    private GroupLoop replaced(RuleGroup group, @Nullable GroupLoop old) {
        GroupEvaluation evaluation = new GroupEvaluation(group, around, old == null);
        if (old != null) {
            old.close();
            evaluation.inherit(old.evaluation());
        }
        return new GroupLoop(evaluation, around.clock());
    }

    /// All groups, in the order they were given.
    public List<GroupView> groups() {
        return loops.values().stream().map(each -> each.evaluation().view()).toList();
    }

    /// All pending and firing alerts.
    public List<GroupView.AlertView> alerts() {
        return groups().stream()
                .flatMap(group -> group.rules().stream())
                .flatMap(rule -> rule.alerts().stream())
                .toList();
    }

    /// Waits for evaluations under way.
    @Override
    public synchronized void close() {
        closed = true;
        loops.values().forEach(GroupLoop::stop);
        loops.values().forEach(GroupLoop::close);
        loops = Map.of();
    }
}
