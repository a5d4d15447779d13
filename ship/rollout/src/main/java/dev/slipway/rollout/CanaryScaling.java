package dev.slipway.rollout;

import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides how many pods each version of a canary release is to have now. Pure.
final class CanaryScaling {
    private CanaryScaling() {}

    static List<Scaling.Order> orders(Scene scene) {
        return scene.routing().splits() ? byWeight(scene) : byRatio(scene);
    }

    private static List<Scaling.Order> byWeight(Scene scene) {
        CanaryPlan plan = CanaryPlan.of(scene);
        List<Scaling.Order> orders = new ArrayList<>();
        ReplicaSet current = scene.sets().current();
        ReplicaSet stable = scene.sets().stable();
        orders.add(
                scene.position().aborted() && scene.position().isUpdating()
                        ? aborted(scene, current)
                        : new Scaling.Order(current, plan.pods(), null));
        if (stable != null && scene.position().isUpdating()) {
            orders.add(new Scaling.Order(stable, stablePods(scene, plan), null));
        }
        Integer kept = Scene.canary(scene.rollout()).scaleDownDelayRevisionLimit();
        int left = kept == null ? Integer.MAX_VALUE : kept;
        for (ReplicaSet other : newestFirst(scene.sets().others())) {
            orders.add(leftOver(scene, other, left > 0));
            left -= Scene.wanted(other) > 0 ? 1 : 0;
        }
        return orders;
    }

    private static List<ReplicaSet> newestFirst(List<ReplicaSet> sets) {
        return sets.stream()
                .sorted(Comparator.comparingLong(RolloutReplicaSets::revision).reversed())
                .toList();
    }

    /// All pods, or those that the share needs which the stable version has and is going to have.
    private static int stablePods(Scene scene, CanaryPlan plan) {
        Rollout.Canary canary = Scene.canary(scene.rollout());
        Scene.Split split = scene.routing().split();
        if (split == null || !Boolean.TRUE.equals(canary.dynamicStableScale())) {
            return scene.replicas();
        }
        String current = scene.position().podHash();
        boolean superseded = !scene.routing().canary().selects(current);
        int weight = superseded ? 0 : Math.min(plan.weight(), split.lowest());
        int share = plan.total() - weight;
        int pods = Sizes.forWeight(scene.replicas(), share, plan.total());
        Integer min = canary.minPodsPerReplicaSet();
        return pods == 0 || min == null ? pods : Math.max(pods, Math.min(min, scene.replicas()));
    }

    /// The traffic goes first; the pods follow after a delay, so that what went wrong can be seen.
    private static Scaling.Order aborted(Scene scene, ReplicaSet current) {
        Integer seconds = Scene.canary(scene.rollout()).abortScaleDownDelaySeconds();
        boolean never = seconds != null && seconds == 0;
        if (Scene.wanted(current) == 0 || never || isReached(scene, current)) {
            return new Scaling.Order(current, Scene.wanted(current), null);
        }
        return Scaling.until(scene, current, Scaling.delay(seconds));
    }

    private static Scaling.Order leftOver(Scene scene, ReplicaSet other, boolean delayed) {
        if (isReached(scene, other) || Scene.wanted(other) == 0) {
            return new Scaling.Order(other, Scene.wanted(other), null);
        }
        if (!delayed) {
            return new Scaling.Order(other, 0, null);
        }
        Integer seconds = Scene.canary(scene.rollout()).scaleDownDelaySeconds();
        return Scaling.until(scene, other, Scaling.delay(seconds));
    }

    /// Traffic can still get there.
    private static boolean isReached(Scene scene, ReplicaSet set) {
        String hash = Scene.hash(set);
        Scene.ServiceState canary = scene.routing().canary();
        return scene.routing().stable().selects(hash)
                || (canary.selects(hash)
                        && (scene.routing().weight() > 0 || CanaryRoutes.hasManaged(scene)));
    }

    /// Without a route the numbers of pods are the weights. All sets together stay between the
    /// limits that `maxSurge` and `maxUnavailable` draw; one set moves at a time of which the
    /// others then know.
    private static List<Scaling.Order> byRatio(Scene scene) {
        int replicas = scene.replicas();
        boolean updating = scene.position().isUpdating();
        int weight = updating ? CanaryPlan.of(scene).weight() : 100;
        List<Wish> wishes = new ArrayList<>();
        for (ReplicaSet other : scene.sets().others()) {
            wishes.add(new Wish(other, 0));
        }
        ReplicaSet stable = scene.sets().stable();
        if (stable != null && updating) {
            wishes.add(new Wish(stable, Sizes.stableByRatio(replicas, weight)));
        }
        wishes.add(new Wish(scene.sets().current(), Sizes.canaryByRatio(replicas, weight)));
        return steps(scene, wishes);
    }

    private static List<Scaling.Order> steps(Scene scene, List<Wish> wishes) {
        int replicas = scene.replicas();
        List<ReplicaSet> all = scene.sets().all();
        int total = Scene.sum(all, Scene::wanted);
        int available = Scene.sum(all, s -> Math.min(Scene.available(s), Scene.wanted(s)));
        int surge =
                Math.max(
                        Sizes.maxSurge(Scene.canary(scene.rollout()), replicas),
                        mustOverlap(wishes, replicas));
        Sizes.Room room =
                new Sizes.Room(
                        replicas + surge,
                        replicas - Sizes.maxUnavailable(Scene.canary(scene.rollout()), replicas));
        List<Scaling.Order> orders = new ArrayList<>();
        for (Wish wish : wishes) {
            int has = Scene.wanted(wish.set);
            int ready = Math.min(Scene.available(wish.set), has);
            int gets = room.step(has, ready, wish.wants, total, available);
            total += gets - has;
            available -= Math.max(0, ready - gets);
            orders.add(new Scaling.Order(wish.set, gets, null));
        }
        return orders;
    }

    /// A single replica shares its traffic only while there are two.
    private static int mustOverlap(List<Wish> wishes, int replicas) {
        return Math.max(0, wishes.stream().mapToInt(Wish::wants).sum() - replicas);
    }

    private record Wish(ReplicaSet set, int wants) {}
}
