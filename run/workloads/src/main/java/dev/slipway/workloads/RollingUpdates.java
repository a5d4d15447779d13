package dev.slipway.workloads;

import dev.slipway.model.kinds.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The next step of a rolling update. Every step of every update is decided here.
///
/// Two limits hold at every moment: there are never more than `replicas + maxSurge` pods wanted,
/// and never fewer than `replicas - maxUnavailable` available because of the update. New pods come
/// as far as the first limit allows; old ones go only as new ones have become available, those that
/// do not serve anyway before those that do.
final class RollingUpdates {
    private RollingUpdates() {}

    /// How many pods a new ReplicaSet begins with, or the current one goes on with.
    static int currentReplicas(DeploymentView view) {
        ReplicaSet current = view.current();
        int now = current == null ? 0 : ReplicaSetPlan.replicas(current);
        if (now >= view.replicas()) {
            return view.replicas();
        }
        int room = view.replicas() + view.maxSurge() - view.wantedPods();
        return room <= 0 ? now : now + Math.min(room, view.replicas() - now);
    }

    /// What to scale now; empty if there is nothing to do until something changes. `view` has a
    /// current ReplicaSet.
    static List<Scaling> step(DeploymentView view) {
        ReplicaSet current = view.current();
        if (current == null) {
            return List.of();
        }
        Scaling up = new Scaling(current, currentReplicas(view));
        if (up.changes()) {
            return List.of(up);
        }
        return scaleDownOld(view, current);
    }

    private static List<Scaling> scaleDownOld(DeploymentView view, ReplicaSet current) {
        return scaleDown(
                view, current, view.activeOld().stream().map(set -> new Scaling(set, 0)).toList());
    }

    /// Takes pods away from ReplicaSets, down to the number that each of `lowest` says, as far as
    /// the limit of availability allows. Pods of `growing` that are not available yet are expected.
    static List<Scaling> scaleDown(DeploymentView view, ReplicaSet growing, List<Scaling> lowest) {
        int minAvailable = view.replicas() - view.maxUnavailable();
        int expected = ReplicaSetPlan.replicas(growing) - DeploymentView.available(growing);
        int removable = view.wantedPods() - minAvailable - expected;
        if (removable <= 0) {
            return List.of();
        }
        Map<ReplicaSet, Integer> wanted = new HashMap<>();
        int removed = removeUnavailable(lowest, removable, wanted);
        int available = view.all().stream().mapToInt(DeploymentView::available).sum();
        int spare = Math.min(available - minAvailable, removable - removed);
        removeAvailable(lowest, spare, wanted);
        List<Scaling> scalings = new ArrayList<>();
        for (Scaling low : lowest) {
            Scaling down = new Scaling(low.set(), replicas(wanted, low.set()));
            if (down.changes()) {
                scalings.add(down);
            }
        }
        return scalings;
    }

    /// Old pods that do not serve are no loss. Returns how many go.
    private static int removeUnavailable(
            List<Scaling> lowest, int limit, Map<ReplicaSet, Integer> wanted) {
        int removed = 0;
        for (Scaling low : lowest) {
            int unavailable = low.before() - DeploymentView.available(low.set());
            int excess = low.before() - low.replicas();
            int count = Math.min(limit - removed, Math.min(unavailable, excess));
            if (count > 0) {
                wanted.put(low.set(), low.before() - count);
                removed += count;
            }
        }
        return removed;
    }

    private static void removeAvailable(
            List<Scaling> lowest, int limit, Map<ReplicaSet, Integer> wanted) {
        int left = limit;
        for (Scaling low : lowest) {
            int count = Math.min(left, replicas(wanted, low.set()) - low.replicas());
            if (count > 0) {
                wanted.put(low.set(), replicas(wanted, low.set()) - count);
                left -= count;
            }
        }
    }

    private static int replicas(Map<ReplicaSet, Integer> wanted, ReplicaSet set) {
        Integer changed = wanted.get(set);
        return changed == null ? ReplicaSetPlan.replicas(set) : changed;
    }

    /// What to scale when the number of replicas itself was changed: a single active ReplicaSet
    /// follows; several in the middle of an update share the change in proportion to their size, so
    /// that the update neither starts over nor runs ahead.
    static List<Scaling> proportional(DeploymentView view) {
        List<ReplicaSet> active = view.active();
        if (active.size() <= 1) {
            ReplicaSet only = active.isEmpty() ? latest(view) : active.getFirst();
            return only == null ? List.of() : List.of(new Scaling(only, view.replicas()));
        }
        if (isSaturated(view)) {
            return view.activeOld().stream().map(set -> new Scaling(set, 0)).toList();
        }
        return view.isRolling() ? share(view, active) : List.of();
    }

    private static @Nullable ReplicaSet latest(DeploymentView view) {
        if (view.current() != null) {
            return view.current();
        }
        return view.old().isEmpty() ? null : view.old().getLast();
    }

    private static boolean isSaturated(DeploymentView view) {
        ReplicaSet current = view.current();
        Integer available = current == null ? null : current.status().availableReplicas();
        return current != null
                && ReplicaSetPlan.replicas(current) == view.replicas()
                && Revisions.desiredReplicas(current) == view.replicas()
                && available != null
                && available == view.replicas();
    }

    private static List<Scaling> share(DeploymentView view, List<ReplicaSet> active) {
        int allowed = view.replicas() > 0 ? view.replicas() + view.maxSurge() : 0;
        int change = allowed - view.wantedPods();
        List<ReplicaSet> bySize = new ArrayList<>(change > 0 ? active.reversed() : active);
        bySize.sort(Comparator.comparingInt((ReplicaSet set) -> -ReplicaSetPlan.replicas(set)));
        List<Scaling> scalings = new ArrayList<>();
        int given = 0;
        for (ReplicaSet set : bySize) {
            int part = change == 0 ? 0 : part(view, set, change, given);
            given += part;
            scalings.add(new Scaling(set, ReplicaSetPlan.replicas(set) + part));
        }
        // What rounding left over goes to the largest.
        Scaling largest = scalings.getFirst();
        int rest = Math.max(0, largest.replicas() + change - given);
        scalings.set(0, new Scaling(largest.set(), rest));
        return scalings;
    }

    private static int part(DeploymentView view, ReplicaSet set, int change, int given) {
        int size = ReplicaSetPlan.replicas(set);
        int left = change - given;
        if (left == 0) {
            return 0;
        }
        if (view.replicas() == 0) {
            return Math.max(-size, left);
        }
        int before = Revisions.maxReplicas(set);
        if (before <= 0) {
            Integer known = view.deployment().status().replicas();
            before = known == null ? 0 : known;
        }
        if (before <= 0) {
            return 0;
        }
        long fair = Math.round((double) size * (view.replicas() + view.maxSurge()) / before) - size;
        return (int) (change > 0 ? Math.min(fair, left) : Math.max(fair, left));
    }
}
