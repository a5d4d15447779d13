package dev.slipway.rollout;

import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Decides how many pods each version of a canary release is to have now. Pure.
final class CanaryScaling {
    private CanaryScaling() {}

    static List<Scaling.Order> orders(Scene scene) {
        return scene.routing().splits() ? byWeight(scene) : byRatio(scene);
    }

    /// How long a version stays that no traffic goes to any more.
    private static Duration delayAfterPromotion(Scene scene) {
        Rollout.Canary canary = Scene.canary(scene.rollout());
        return Scaling.delay(canary.scaleDownDelaySeconds());
    }

    private static List<Scaling.Order> byWeight(Scene scene) {
        List<Scaling.Order> orders = new ArrayList<>();
        ReplicaSet current = scene.sets().current();
        ReplicaSet stable = scene.sets().stable();
        orders.add(currentByWeight(scene, current));
        if (stable != null && scene.position().isUpdating()) {
            orders.add(new Scaling.Order(stable, scene.replicas(), null));
        }
        for (ReplicaSet other : scene.sets().others()) {
            orders.add(leftOver(scene, other));
        }
        return orders;
    }

    private static Scaling.Order currentByWeight(Scene scene, ReplicaSet current) {
        Position position = scene.position();
        if (!position.isUpdating()) {
            return new Scaling.Order(current, scene.replicas(), null);
        }
        if (position.aborted()) {
            return aborted(scene, current);
        }
        Integer actual = scene.routing().weight();
        int weight = Math.max(CanarySteps.weightWanted(scene), actual == null ? 0 : actual);
        return new Scaling.Order(current, Sizes.forWeight(scene.replicas(), weight), null);
    }

    /// The traffic goes first; the pods follow after a delay, so that what went wrong can be seen.
    private static Scaling.Order aborted(Scene scene, ReplicaSet current) {
        Integer actual = scene.routing().weight();
        Rollout.Canary canary = Scene.canary(scene.rollout());
        Integer seconds = canary.abortScaleDownDelaySeconds();
        boolean never = seconds != null && seconds == 0;
        if (Scene.wanted(current) == 0 || never || (actual != null && actual > 0)) {
            return new Scaling.Order(current, Scene.wanted(current), null);
        }
        return Scaling.until(scene, current, Scaling.delay(seconds));
    }

    private static Scaling.Order leftOver(Scene scene, ReplicaSet other) {
        Integer actual = scene.routing().weight();
        boolean getsTraffic =
                actual != null
                        && actual > 0
                        && scene.routing().canary().selectedHash().equals(Scene.hash(other));
        if (getsTraffic || Scene.wanted(other) == 0) {
            return new Scaling.Order(other, Scene.wanted(other), null);
        }
        return Scaling.until(scene, other, delayAfterPromotion(scene));
    }

    /// Without a route the numbers of pods are the weights. All sets together stay between the
    /// limits that `maxSurge` and `maxUnavailable` draw; one set moves at a time of which the
    /// others then know.
    private static List<Scaling.Order> byRatio(Scene scene) {
        int replicas = scene.replicas();
        boolean updating = scene.position().isUpdating();
        int weight = updating ? CanarySteps.weightWanted(scene) : 100;
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
