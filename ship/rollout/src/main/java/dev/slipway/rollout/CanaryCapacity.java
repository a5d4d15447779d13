package dev.slipway.rollout;

import dev.slipway.model.kinds.Rollout;
import org.jspecify.annotations.Nullable;

/// How much traffic each version of a canary release can carry with the pods it has. Pure.
final class CanaryCapacity {
    private CanaryCapacity() {}

    /// The weight that the new version can get right now. A canary service that still selects
    /// another version, or reaches nobody, must not get any; what the stable version has no pods
    /// for stays where it is.
    static int weightPossible(Scene scene, CanaryPlan plan) {
        Scene.Split split = scene.routing().split();
        if (split == null) {
            return plan.weight();
        }
        String hash = scene.position().podHash();
        Scene.ServiceState canary = scene.routing().canary();
        if (split.highest() == 0 && plan.weight() == 0) {
            return 0;
        }
        boolean reaches = canary.selects(hash) && canary.ready(hash) > 0;
        int wanted = canary.selects(hash) && reaches ? plan.weight() : 0;
        int needed = needed(scene, split);
        if (wanted <= split.lowest()) {
            return Math.max(wanted, Math.min(needed, split.highest()));
        }
        if (canCarry(scene, plan, wanted)) {
            return wanted;
        }
        int carried = scene.position().promoteFull() ? carried(scene, split.total()) : 0;
        return Math.clamp(carried, Math.min(split.lowest(), wanted), wanted);
    }

    /// The least that the new version, or the one that it supersedes, has to go on carrying,
    /// because the stable one has not the pods for it any more.
    private static int needed(Scene scene, Scene.Split split) {
        Rollout.Canary canary = Scene.canary(scene.rollout());
        boolean shrinks = Boolean.TRUE.equals(canary.dynamicStableScale());
        boolean carries = !scene.routing().canary().ready().isEmpty();
        if ((!shrinks && canary.pingPong() == null) || !carries) {
            return 0;
        }
        Scene.ServiceState stable = scene.routing().stable();
        String hash = scene.position().stableHash();
        int ready = stable.selects(hash) ? stable.ready(hash) : 0;
        return split.total() - Sizes.weightFor(ready, scene.replicas(), split.total());
    }

    private static int carried(Scene scene, int total) {
        int ready = scene.routing().canary().ready(scene.position().podHash());
        int pods = Math.min(ready, Scene.available(scene.sets().current()));
        return Sizes.weightFor(pods, scene.replicas(), total);
    }

    /// The new version has pods enough for that weight, or as many as a step gives it.
    static boolean canCarry(Scene scene, CanaryPlan plan, int weight) {
        int pods = Math.min(Sizes.forWeight(scene.replicas(), weight, plan.total()), plan.pods());
        int needed = CanaryPlan.stepsDone(scene) ? pods : threshold(scene, pods);
        return Scene.available(scene.sets().current()) >= needed
                && (!scene.routing().splits()
                        || scene.routing().canary().serves(scene.position().podHash(), needed));
    }

    static int threshold(Scene scene, int pods) {
        return Sizes.threshold(Scene.canary(scene.rollout()).replicaProgressThreshold(), pods);
    }

    /// Whether traffic can go to a version that has so far gone to whatever `service` selects: it
    /// has no fewer pods, or all that are wanted.
    static boolean canSucceed(Scene scene, Scene.ServiceState service, @Nullable String hash) {
        if (hash == null || hash.isEmpty()) {
            return false;
        }
        int available = 0;
        int before = 0;
        for (var set : scene.sets().all()) {
            if (Scene.hash(set).equals(hash)) {
                available = Scene.available(set);
            } else if (service.selects(Scene.hash(set))) {
                before = Scene.available(set);
            }
        }
        return available >= Math.min(scene.replicas(), Math.max(1, before));
    }
}
