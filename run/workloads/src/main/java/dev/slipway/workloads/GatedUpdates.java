package dev.slipway.workloads;

import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.workloads.RevisionGate.Refused;
import dev.slipway.workloads.RevisionGate.Share;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The next step of a rolling update that somebody leads: the limits of [RollingUpdates] hold, and
/// besides them each version keeps the pods that its share of the traffic needs.
///
/// The old version gives up pods only where the new one needs the room, so that going back is
/// always a short way. What is not available although the Deployment's `maxUnavailable` allows that
/// may be missing here, too.
final class GatedUpdates {
    private static final double PERCENT = 100;

    private GatedUpdates() {}

    /// How many pods the new version may have.
    static int most(DeploymentView view, int percent) {
        return Math.min(view.replicas(), Math.max(1, pods(view, percent)));
    }

    /// Room for the new version, up to its share. `view` has a current ReplicaSet.
    static List<Scaling> share(DeploymentView view, ReplicaSet current, Share share) {
        ReplicaSet old = find(view, share.oldHash());
        if (old == null) {
            return RollingUpdates.step(view);
        }
        int most = most(view, share.percent());
        int keep = keep(view, share.traffic(), most);
        Scaling oldUp = grown(view, old, keep);
        if (oldUp.changes()) {
            return List.of(oldUp);
        }
        List<Scaling> othersDown = RollingUpdates.scaleDown(view, current, others(view, old));
        if (!othersDown.isEmpty()) {
            return othersDown;
        }
        Scaling newUp = grown(view, current, most);
        if (newUp.changes()) {
            return List.of(newUp);
        }
        return RollingUpdates.scaleDown(view, current, List.of(new Scaling(old, keep)));
    }

    /// Everything back to the old version, whose pods come before those of the refused one go.
    static List<Scaling> refuse(DeploymentView view, ReplicaSet current, Refused refused) {
        ReplicaSet old = find(view, refused.oldHash());
        if (old == null) {
            return RollingUpdates.step(view);
        }
        Scaling oldUp = grown(view, old, view.replicas());
        if (oldUp.changes()) {
            return List.of(oldUp);
        }
        int needed = needed(view, refused.traffic());
        List<Scaling> lowest = others(view, old);
        lowest.add(new Scaling(current, needed));
        return RollingUpdates.scaleDown(view, old, lowest);
    }

    private static int keep(DeploymentView view, int newTraffic, int most) {
        int needed = newTraffic >= PERCENT ? 0 : view.replicas() - pods(view, newTraffic);
        int least = Math.max(newTraffic >= PERCENT ? 0 : 1, needed - view.maxUnavailable());
        return Math.max(least, Math.min(view.replicas(), limit(view) - most));
    }

    private static int needed(DeploymentView view, int traffic) {
        return traffic <= 0 ? 0 : Math.max(1, pods(view, traffic) - view.maxUnavailable());
    }

    private static int pods(DeploymentView view, int percent) {
        return (int) Math.ceil(view.replicas() * percent / PERCENT);
    }

    private static int limit(DeploymentView view) {
        return view.replicas() + view.maxSurge();
    }

    /// As far up as there is room, never down.
    private static Scaling grown(DeploymentView view, ReplicaSet set, int wanted) {
        int now = ReplicaSetPlan.replicas(set);
        int room = Math.max(0, limit(view) - view.wantedPods());
        return new Scaling(set, Math.max(now, Math.min(wanted, now + room)));
    }

    private static List<Scaling> others(DeploymentView view, ReplicaSet old) {
        List<Scaling> others = new ArrayList<>();
        for (ReplicaSet set : view.activeOld()) {
            if (!set.equals(old)) {
                others.add(new Scaling(set, 0));
            }
        }
        return others;
    }

    private static @Nullable ReplicaSet find(DeploymentView view, String hash) {
        for (ReplicaSet set : view.old()) {
            if (hash.equals(set.metadata().labels().get(PodTemplates.HASH_LABEL))) {
                return set;
            }
        }
        return null;
    }
}
