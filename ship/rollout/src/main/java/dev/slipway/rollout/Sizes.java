package dev.slipway.rollout;

import dev.slipway.model.IntOrString;
import dev.slipway.model.kinds.Rollout;
import org.jspecify.annotations.Nullable;

/// How many pods each version needs. Pure arithmetic.
final class Sizes {
    private static final int ALL = 100;
    private static final IntOrString DEFAULT_ROOM = IntOrString.of("25%");

    private Sizes() {}

    /// Pods that can carry the share `weight` out of `total` of the traffic that `replicas` pods
    /// carry.
    static int forWeight(int replicas, int weight, int total) {
        return (int) Math.ceilDiv((long) replicas * weight, total);
    }

    /// The share out of `total` that so many of `replicas` pods can carry.
    static int weightFor(int pods, int replicas, int total) {
        return replicas == 0 ? total : (int) ((long) total * Math.min(pods, replicas) / replicas);
    }

    /// How many of `pods` must be available for a step to count as reached.
    static int threshold(Rollout.@Nullable ReplicaProgress progress, int pods) {
        if (progress == null || progress.value() == null) {
            return pods;
        }
        int value = Math.max(0, progress.value());
        return "Percentage".equals(progress.type())
                ? (int) Math.ceilDiv((long) pods * Math.min(value, ALL), ALL)
                : Math.min(value, pods);
    }

    /// Pods of the new version where nothing but their number splits the traffic: as near to the
    /// weight as whole pods come, but at least one of each version.
    static int canaryByRatio(int replicas, int weight) {
        if (weight <= 0 || replicas == 0) {
            return 0;
        }
        if (weight >= ALL) {
            return replicas;
        }
        int nearest = (int) Math.round(replicas * weight / (double) ALL);
        return Math.clamp(nearest, 1, Math.max(1, replicas - 1));
    }

    static int stableByRatio(int replicas, int weight) {
        if (weight >= ALL) {
            return 0;
        }
        return Math.max(replicas == 0 ? 0 : 1, replicas - canaryByRatio(replicas, weight));
    }

    static int maxSurge(Rollout.@Nullable Canary canary, int replicas) {
        IntOrString surge = canary == null ? null : canary.maxSurge();
        return (surge == null ? DEFAULT_ROOM : surge).scaled(replicas, true);
    }

    static int maxUnavailable(Rollout.@Nullable Canary canary, int replicas) {
        IntOrString unavailable = canary == null ? null : canary.maxUnavailable();
        int pods = (unavailable == null ? DEFAULT_ROOM : unavailable).scaled(replicas, false);
        // Without any room at all nothing could ever move.
        return pods == 0 && maxSurge(canary, replicas) == 0 ? 1 : pods;
    }

    /// One move towards the sizes wanted that neither exceeds `total` pods nor lets fewer than
    /// `availableMin` be available.
    record Room(int total, int availableMin) {
        /// The size to give now to a set that has `has` pods, `ready` of them available, out of
        /// what all sets together have. Pods that are not available can go without loss.
        int step(int has, int ready, int wants, int allHave, int allAvailable) {
            if (wants > has) {
                return Math.min(wants, has + Math.max(0, total - allHave));
            }
            int spare = has - ready + Math.max(0, allAvailable - availableMin);
            return Math.max(wants, has - spare);
        }
    }
}
