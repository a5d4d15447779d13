package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hands the alerts of rules to Alertmanagers, as Prometheus does: with the external labels, after
/// relabelling, each target with a queue and a thread of its own so that one that is slow or gone
/// does not hold up the others. What does not fit into a queue drops the oldest in it; whatever is
/// lost comes again, since rules send what fires again and again, and its end for 15 minutes.
/// Thread-safe.
public final class AlertNotifier implements AlertSink, AutoCloseable {
    /// Rewrites the labels of an alert, or drops it with null.
    @FunctionalInterface
    public interface Relabeling {
        /// Changes nothing.
        Relabeling NONE = labels -> labels;

        @Nullable Labels apply(Labels labels);
    }

    /// How alerts reach one Alertmanager. May block; throws [AlertTargetException] if they do not.
    @FunctionalInterface
    public interface Delivery {
        void send(List<Notice> notices) throws InterruptedException;
    }

    /// One Alertmanager.
    ///
    /// @param name its address; no two targets have the same
    /// @param relabeling of what this one gets, after that of all
    public record Target(String name, Relabeling relabeling, Delivery delivery) {
        public Target {
            requireNonNull(name, "name");
            requireNonNull(relabeling, "relabeling");
            requireNonNull(delivery, "delivery");
        }
    }

    /// What became of the alerts for a target.
    ///
    /// @param sent alerts that arrived
    /// @param failed alerts that were not accepted, and were not tried again
    /// @param dropped alerts that did not fit into the queue
    /// @param waiting alerts in the queue
    /// @param lastTookNanos how long the last attempt took
    public record Figures(
            String target,
            long sent,
            long failed,
            long dropped,
            int waiting,
            long attempts,
            long totalNanos,
            long lastTookNanos) {}

    /// What holds for all targets.
    private record Setting(Labels externalLabels, Relabeling relabeling) {}

    @GuardedBy("this")
    private Setting setting = new Setting(Labels.EMPTY, Relabeling.NONE);

    @GuardedBy("this")
    private Map<String, AlertQueue> queues = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /// Sends to these from now on. Those that were there before under the same name keep what waits
    /// for them and their figures; what waits for others is lost.
    ///
    /// @param externalLabels set on each alert that does not have them
    public void use(Labels externalLabels, Relabeling relabeling, List<Target> targets) {
        requireNonNull(externalLabels, "externalLabels");
        requireNonNull(relabeling, "relabeling");
        List<AlertQueue> gone = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            setting = new Setting(externalLabels, relabeling);
            Map<String, AlertQueue> before = new HashMap<>(queues);
            Map<String, AlertQueue> next = new LinkedHashMap<>();
            for (Target each : targets) {
                AlertQueue known = before.remove(each.name());
                if (known == null) {
                    known = next.get(each.name());
                }
                if (known == null) {
                    next.put(each.name(), AlertQueue.start(each));
                } else {
                    known.use(each);
                    next.put(each.name(), known);
                }
            }
            queues = next;
            gone.addAll(before.values());
        }
        gone.forEach(AlertQueue::stop);
    }

    @Override
    public void send(List<Notice> notices) {
        List<AlertQueue> targets;
        Setting current;
        synchronized (this) {
            targets = List.copyOf(queues.values());
            current = setting;
        }
        List<Notice> labelled = new ArrayList<>();
        for (Notice each : notices) {
            Labels labels = current.relabeling.apply(with(each.labels(), current.externalLabels));
            if (labels != null && !labels.isEmpty()) {
                labelled.add(each.withLabels(labels));
            }
        }
        targets.forEach(target -> target.add(labelled));
    }

    /// In the order of the targets.
    public List<Figures> figures() {
        List<AlertQueue> targets;
        synchronized (this) {
            targets = List.copyOf(queues.values());
        }
        return targets.stream().map(AlertQueue::figures).toList();
    }

    /// Gives what waits a few seconds to be sent.
    @Override
    public void close() {
        List<AlertQueue> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(queues.values());
            queues = new LinkedHashMap<>();
        }
        last.forEach(AlertQueue::finish);
        last.forEach(AlertQueue::awaitEnd);
    }

    private static Labels with(Labels labels, Labels external) {
        if (external.isEmpty()) {
            return labels;
        }
        Labels.Builder builder = labels.toBuilder();
        for (int i = 0; i < external.size(); i++) {
            if (labels.value(external.name(i)).isEmpty()) {
                builder.set(external.name(i), external.value(i));
            }
        }
        return builder.build();
    }
}
