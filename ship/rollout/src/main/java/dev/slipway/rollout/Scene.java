package dev.slipway.rollout;

import static java.util.Objects.requireNonNull;

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
        Instant now) {
    Scene {
        runs = List.copyOf(runs);
    }

    /// The ReplicaSets: of the new template, of the stable version (the same one when nothing is
    /// being updated), and older ones.
    record Sets(ReplicaSet current, @Nullable ReplicaSet stable, List<ReplicaSet> others) {
        Sets {
            others = List.copyOf(others);
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
    /// the one that reaches the stable version (stable or active). `weight` is the share that the
    /// route gives to the canary service, null where no route splits the traffic by weight.
    record Routing(@Nullable Integer weight, ServiceState canary, ServiceState stable) {
        boolean splits() {
            return weight != null;
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

        /// Requests to it are answered by that version only, by at least `pods` pods.
        boolean serves(String hash, int pods) {
            return selectedHash.equals(hash)
                    && ready.getOrDefault(hash, 0) >= pods
                    && ready.keySet().stream().allMatch(hash::equals);
        }
    }

    Scene at(Position changed) {
        return new Scene(rollout, changed, sets, routing, runs, now);
    }

    /// The run of that name, or null if it has not been started.
    @Nullable Run run(String name) {
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
