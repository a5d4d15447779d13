package dev.slipway.workloads;

import dev.slipway.model.kinds.ReplicaSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The history of a Deployment as annotations of its ReplicaSets keep it.
final class Revisions {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
    static final String MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

    private static final int HISTORY_LENGTH_MAX = 2_000;
    private static final int HISTORY_LIMIT_DEFAULT = 10;

    /// Annotations of a Deployment that say nothing about its ReplicaSets.
    private static final Set<String> OWN =
            Set.of(
                    "kubectl.kubernetes.io/last-applied-configuration",
                    REVISION,
                    HISTORY,
                    DESIRED_REPLICAS,
                    MAX_REPLICAS);

    /// What leads releases notes on ReplicaSets itself.
    private static final String LED = "slipway.dev/";

    private Revisions() {}

    /// 0 if it has none.
    static long of(ReplicaSet set) {
        return number(set.metadata().annotations().get(REVISION));
    }

    static int desiredReplicas(ReplicaSet set) {
        return (int) number(set.metadata().annotations().get(DESIRED_REPLICAS));
    }

    static int maxReplicas(ReplicaSet set) {
        return (int) number(set.metadata().annotations().get(MAX_REPLICAS));
    }

    /// The number of replicas was changed since the ReplicaSets were last scaled.
    static boolean isScalingEvent(DeploymentView view) {
        return view.active().stream()
                .anyMatch(set ->
                        set.metadata().annotations().containsKey(DESIRED_REPLICAS)
                                && desiredReplicas(set) != view.replicas());
    }

    /// The revision the current ReplicaSet is to have: the newest.
    static long next(DeploymentView view) {
        long newest = view.old().stream().mapToLong(Revisions::of).max().orElse(0);
        return newest + 1;
    }

    /// What annotations of the current ReplicaSet must be changed, by name.
    static Map<String, String> changes(DeploymentView view, ReplicaSet current) {
        Map<String, String> present = current.metadata().annotations();
        Map<String, String> changes = inherited(view);
        long revision = of(current);
        long next = next(view);
        if (revision < next) {
            changes.put(REVISION, Long.toString(next));
            if (revision > 0) {
                changes.put(HISTORY, history(present.get(HISTORY), revision));
            }
        }
        changes.entrySet()
                .removeIf(change -> change.getValue().equals(present.get(change.getKey())));
        return changes;
    }

    /// Annotations of a new ReplicaSet of so many replicas.
    static Map<String, String> initial(DeploymentView view) {
        Map<String, String> annotations = inherited(view);
        annotations.put(REVISION, Long.toString(next(view)));
        annotations.putAll(size(view));
        return annotations;
    }

    /// What a ReplicaSet remembers of the size of the Deployment it was scaled for.
    static Map<String, String> size(DeploymentView view) {
        return Map.of(
                DESIRED_REPLICAS,
                Integer.toString(view.replicas()),
                MAX_REPLICAS,
                Integer.toString(view.replicas() + view.maxSurge()));
    }

    /// Old ReplicaSets beyond the history limit that have no pods and are known to have none.
    static List<ReplicaSet> expired(DeploymentView view) {
        Integer given = view.deployment().spec().revisionHistoryLimit();
        int limit = given == null ? HISTORY_LIMIT_DEFAULT : given;
        List<ReplicaSet> living = new ArrayList<>();
        for (ReplicaSet set : view.old()) {
            if (!set.metadata().isBeingDeleted()) {
                living.add(set);
            }
        }
        int excess = living.size() - limit;
        if (excess <= 0) {
            return List.of();
        }
        living.sort(java.util.Comparator.comparingLong(Revisions::of));
        return living.subList(0, excess).stream().filter(Revisions::isEmpty).toList();
    }

    private static boolean isEmpty(ReplicaSet set) {
        Long generation = set.metadata().generation();
        Long observed = set.status().observedGeneration();
        return ReplicaSetPlan.replicas(set) == 0
                && set.status().replicas() == 0
                && (generation == null || (observed != null && generation <= observed));
    }

    private static Map<String, String> inherited(DeploymentView view) {
        Map<String, String> annotations =
                new LinkedHashMap<>(view.deployment().metadata().annotations());
        annotations.keySet().removeAll(OWN);
        annotations.keySet().removeIf(name -> name.startsWith(LED));
        return annotations;
    }

    private static String history(@Nullable String before, long revision) {
        String history = before == null ? "" : before + ",";
        while (history.length() > HISTORY_LENGTH_MAX) {
            history = history.substring(history.indexOf(',') + 1);
        }
        return history + revision;
    }

    private static long number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
