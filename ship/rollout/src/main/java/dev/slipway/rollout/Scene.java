package dev.slipway.rollout;

import static java.util.Objects.requireNonNull;

import dev.slipway.evidence.Guard;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// All that one decision about a Rollout depends on, as it was seen. Immutable.
record Scene(
        Rollout rollout,
        Position position,
        Sets sets,
        Routing routing,
        List<Run> runs,
        List<Run> experiments,
        List<PluginStatus> plugins,
        Guard guard,
        Instant now) {
    Scene {
        runs = List.copyOf(runs);
        experiments = List.copyOf(experiments);
        plugins = List.copyOf(plugins);
    }

    /// The ReplicaSets: of the new template, of the stable version (the same one when nothing is
    /// being updated), and older ones.
    record Sets(ReplicaSet current, @Nullable ReplicaSet stable, List<ReplicaSet> others) {
        Sets {
            others = List.copyOf(others);
        }

        static Sets of(List<ReplicaSet> all, ReplicaSet current, String stableHash) {
            ReplicaSet stable = RolloutReplicaSets.find(all, stableHash);
            List<ReplicaSet> others =
                    all.stream()
                            .filter(s ->
                                    !s.key().equals(current.key())
                                            && (stable == null || !s.key().equals(stable.key())))
                            .toList();
            return new Sets(current, stable, others);
        }

        List<ReplicaSet> all() {
            List<ReplicaSet> all = new ArrayList<>(others);
            all.add(current);
            if (stable != null && !stable.key().equals(current.key())) {
                all.add(stable);
            }
            return all;
        }
    }

    /// Where traffic goes: through the service that reaches the new version (canary or preview) and
    /// the one that reaches the stable version (stable or active). `split` is how routes divide it
    /// between the two, null where none does.
    record Routing(@Nullable Split split, ServiceState canary, ServiceState stable) {
        boolean splits() {
            return split != null;
        }

        /// The share of the canary service; 0 where no route splits the traffic.
        int weight() {
            return split == null ? 0 : split.highest();
        }
    }

    /// The share of the canary service out of `total`: where routes or their rules differ, the
    /// highest and the lowest.
    record Split(int highest, int lowest, int total, List<HttpRoute> routes) {
        Split {
            routes = List.copyOf(routes);
        }

        boolean is(int weight) {
            return highest == weight && lowest == weight;
        }
    }

    /// A service: the hash it selects by (empty: none, or there is no such service), and how many
    /// ready endpoints it has of each.
    record ServiceState(String name, String selectedHash, Map<String, Integer> ready) {
        static final ServiceState NONE = new ServiceState("", "", Map.of());

        ServiceState {
            ready = Map.copyOf(ready);
        }

        boolean exists() {
            return !name.isEmpty();
        }

        boolean selects(String hash) {
            return selectedHash.equals(hash);
        }

        int ready(String hash) {
            return ready.getOrDefault(hash, 0);
        }

        /// Requests to it are answered by that version only, by at least `pods` pods.
        boolean serves(String hash, int pods) {
            return selects(hash)
                    && ready(hash) >= pods
                    && ready.keySet().stream().allMatch(hash::equals);
        }
    }

    Scene at(Position changed) {
        Sets changedSets =
                changed.stableHash().equals(position.stableHash())
                        ? sets
                        : Sets.of(sets.all(), sets.current(), changed.stableHash());
        return new Scene(
                rollout, changed, changedSets, routing, runs, experiments, plugins, guard, now);
    }

    /// The run of that name, or null if it has not been started.
    @Nullable Run run(String name) {
        return find(runs, name);
    }

    /// The experiment of that name, or null if it has not been started.
    @Nullable Run experiment(String name) {
        return find(experiments, name);
    }

    private static @Nullable Run find(List<Run> runs, String name) {
        for (Run run : runs) {
            if (run.name().equals(name)) {
                return run;
            }
        }
        return null;
    }

    /// The specification of a Rollout whose strategy is the canary.
    static Rollout.Canary canary(Rollout rollout) {
        return requireNonNull(rollout.spec().strategy().canary(), "canary");
    }

    boolean held() {
        return Boolean.TRUE.equals(rollout.spec().paused());
    }

    int replicas() {
        return rollout.spec().replicasWanted();
    }

    static int wanted(ReplicaSet set) {
        return set.spec().replicas() == null ? 1 : set.spec().replicas();
    }

    /// Available pods as the status says.
    static int available(ReplicaSet set) {
        Integer available = set.status().availableReplicas();
        return available == null ? 0 : available;
    }

    static String hash(ReplicaSet set) {
        return set.metadata().labels().getOrDefault(Rollout.POD_TEMPLATE_HASH, "");
    }

    static int sum(List<ReplicaSet> sets, ToIntFunction<ReplicaSet> of) {
        return sets.stream().mapToInt(of).sum();
    }
}
